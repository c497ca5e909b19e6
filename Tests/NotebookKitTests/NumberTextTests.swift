import SampleKit
import Testing

@Suite struct NumberTextTests {
  @Test(
    "whole numbers are grouped by thousands",
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
  func counts(_ number: Int, _ text: String) {
    #expect(NumberText.count(number) == text)
  }

  @Test(
    "a number of fixed decimals",
    arguments: [
      (1_234.5, 2, "1,234.50"), (-0.04, 1, "0.0"), (-0.06, 1, "-0.1"), (99.999, 2, "100.00"), (7, 0, "7"),
      (.nan, 2, "nan"),
      (1e300, 1, "1e+300"),
    ])
  func fixed(_ value: Double, _ decimals: Int, _ text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(
    "six significant digits without zeros at the end",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (1_234.5, "1,234.5"), (24.386_666_6, "24.3867"), (0.001_234_567_8, "0.00123457"),
      (100.0, "100"),
      (1_234_567.89, "1,234,568"), (9.563_987e-10, "9.56399e-10"), (-0.5, "-0.5"), (.infinity, "inf"), (1e20, "1e+20"),
      (Double.leastNonzeroMagnitude, "4.94066e-324"),
    ])
  func significant(_ value: Double, _ text: String) {
    #expect(NumberText.significant(value) == text)
  }

  @Test("a share has one decimal")
  func percent() {
    #expect(NumberText.percent(0.1234) == "12.3 %" && NumberText.percent(1) == "100.0 %")
  }
}
