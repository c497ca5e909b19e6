internal import CFuzzer

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
LLVMFuzzerRunDriver(&count, &arguments) { (data: UnsafePointer<UInt8>?, size: Int) -> CInt in testOneInput(data, size) }
