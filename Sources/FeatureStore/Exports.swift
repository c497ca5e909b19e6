@_exported public import DataFrames
@_exported public import DatabricksStore
@_exported public import FeastStore
@_exported public import FeatureStoreCore
@_exported public import Parquet
@_exported public import PointInTime
