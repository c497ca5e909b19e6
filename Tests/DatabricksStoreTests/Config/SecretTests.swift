import DatabricksStore
import FeatureStoreCore
import Testing

@Suite struct SecretTests {
  private let secret: Secret = "s3cr3t"

  @Test("no description, reflection or dump of a secret or of what holds it shows the text")
  func nothingShows() {
    let configuration = DatabricksConfiguration(host: "h", token: secret, clientSecret: secret, password: secret)
    var texts = ["\(secret)", String(describing: secret), String(reflecting: secret), "\(Optional(secret) as Any)"]
    texts += ["\([secret])", "\(["a": secret])", "\(configuration)", String(reflecting: configuration)]
    texts.append("\(Credentials.pat(token: secret)) \(Credentials.oauthM2M(clientID: "i", clientSecret: secret))")
    for value in [secret, configuration, FoundSetting(.token, "s3cr3t", .explicit)] as [Any] {
      var text = ""
      dump(value, to: &text)
      texts.append(text)
    }
    for text in texts { #expect(!text.contains("s3cr3t") && text.contains("***")) }
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test("the text is there when it is asked for, and equality is by it")
  func reveals() {
    #expect(secret.reveal() == "s3cr3t")
    #expect(secret == Secret("s3cr3t"))
    #expect(secret != "other")
    #expect(Set<Secret>([secret, "s3cr3t", "other"]).count == 2)
  }
}
