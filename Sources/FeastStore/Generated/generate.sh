#!/bin/sh
# Regenerates the Swift code of the messages in Protos/. Needs protoc (Debian: protobuf-compiler, 3.21 or newer);
# builds protoc-gen-swift from the swift-protobuf version that the package resolves to.
#
#   Sources/FeastStore/Generated/generate.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)

swift build --package-path "$root" --product protoc-gen-swift
plugin=$(swift build --package-path "$root" --show-bin-path)/protoc-gen-swift

cd "$here/Protos"
rm -f "$here"/*.pb.swift
find . -name '*.proto' | sort | sed 's|^\./||' | xargs protoc -I . \
  --plugin=protoc-gen-swift="$plugin" \
  --swift_opt=Visibility=Internal --swift_opt=UseAccessLevelOnImports=true --swift_opt=FileNaming=PathToUnderscores \
  --swift_out="$here"
ls "$here"/*.pb.swift
