import DataFrames

/// The code of the error that a body throws; nil if it throws none, or one of another type.
func thrownCode<Result>(_ body: () throws -> Result) -> DataFrameError.Code? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? DataFrameError)?.code
  }
}
