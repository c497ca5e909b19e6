import DatabricksStore
import Testing

@Suite struct UserAgentTests {
  private func agent(_ environment: [String: String] = [:]) -> [Substring] {
    UserAgent(authType: "pat", environment: environment).description.split(separator: " ")
  }

  @Test("pairs of name and version: product, package, language, system, credentials")
  func pairs() throws {
    let agent = agent()
    #expect(agent.map { $0.prefix { $0 != "/" } } == ["feature-store", "feature-store-swift", "swift", "os", "auth"])
    for pair in agent { #expect(try #/[A-Za-z0-9_.+-]+/[A-Za-z0-9_.+-]+/#.wholeMatch(in: pair) != nil) }
    #expect(agent.last == "auth/pat")
  }

  @Test("a program's own name comes first, and cannot break the header")
  func product() {
    let agent = UserAgent(product: ("my app/x\r\nü", ""), authType: "oauth-m2m", environment: [:])
    #expect(agent.description.hasPrefix("my-app-x--/- feature-store-swift/"))
  }

  @Test(
    "what the environment tells",
    arguments: [
      (["DATABRICKS_RUNTIME_VERSION": "16.4"], ["runtime/16.4"]),
      (["DATABRICKS_RUNTIME_VERSION": "client.1 x/y"], ["runtime/client.1-x-y"]),
      (["DATABRICKS_RUNTIME_VERSION": ""], []),
      (["DATABRICKS_SDK_UPSTREAM": "tool"], []),
      (
        ["DATABRICKS_SDK_UPSTREAM": "tool", "DATABRICKS_SDK_UPSTREAM_VERSION": "1.2"],
        ["upstream/tool", "upstream-version/1.2"]
      ),
      (["GITHUB_ACTIONS": "true"], ["cicd/github"]),
      (["GITHUB_ACTIONS": "false"], []),
      (["JENKINS_URL": "http://j"], ["cicd/jenkins"]),
      (["TF_BUILD": "True", "GITLAB_CI": "true"], ["cicd/azure-devops"]),
      (["PROJECT_ID": "1", "BUILD_ID": "2", "PROJECT_NUMBER": "3"], []),
      (["PROJECT_ID": "1", "BUILD_ID": "2", "PROJECT_NUMBER": "3", "LOCATION": "4"], ["cicd/google-cloud-build"]),
      (["DATABRICKS_RUNTIME_VERSION": "16.4", "TRAVIS": "true"], ["runtime/16.4", "cicd/travis"]),
    ])
  func environment(environment: [String: String], expected: [String]) {
    #expect(agent(environment).dropFirst(5).map(String.init) == expected)
  }
}
