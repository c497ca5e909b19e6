#!/usr/bin/env python3
"""Compares our message definitions with the ones compiled into an installed Feast, field by field.

  python check_protos.py            needs feast==0.67.0 and protoc; exit code 1 and a list if anything differs

Every message and enum that Feast's Registry, Value or EntityKey can reach must exist here with the same fields: number,
type, label, oneof and packing. Everything that exists here must exist in Feast.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

from google.protobuf import descriptor_pb2, descriptor_pool

from feast.protos.feast.core import Registry_pb2
from feast.protos.feast.types import EntityKey_pb2, Value_pb2

PROTOS = Path(__file__).resolve().parents[2] / "Sources/FeastStore/Generated/Protos"


def our_pool():
    files = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.rglob("*.proto"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "descriptors"
        subprocess.run(["protoc", "-I", str(PROTOS), "--include_imports", f"--descriptor_set_out={out}", *files], check=True)
        described = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in described.file:
        pool.Add(file)
    return pool, [file for file in described.file if not file.name.startswith("google/")]


def reachable(roots):
    messages, enums, queue = {}, {}, list(roots)
    while queue:
        message = queue.pop()
        if message.full_name in messages:
            continue
        messages[message.full_name] = message
        for field in message.fields:
            if field.message_type:
                queue.append(field.message_type)
            if field.enum_type:
                enums[field.enum_type.full_name] = field.enum_type
        queue += message.nested_types
    return messages, enums


def shape(field):
    target = field.message_type or field.enum_type
    oneof = field.containing_oneof
    return (field.number, field.type, field.is_repeated, target.full_name if target else None, oneof.name if oneof else None,
            field.has_presence, field.is_packed)


def compare(kind, name, ours, theirs, problems):
    for key in sorted(set(ours) | set(theirs), key=str):
        if ours.get(key) != theirs.get(key):
            problems.append(f"{kind} {name}.{key}: ours {ours.get(key)}, Feast's {theirs.get(key)}")


def names(messages, prefix):
    for message in messages:
        full = f"{prefix}.{message.name}"
        if not message.options.map_entry:
            yield full
        yield from names(message.nested_type, full)


def main():
    pool, files = our_pool()
    roots = [Registry_pb2.Registry.DESCRIPTOR, Value_pb2.Value.DESCRIPTOR, EntityKey_pb2.EntityKey.DESCRIPTOR]
    messages, enums = reachable(roots)
    problems = []
    for name, theirs in messages.items():
        try:
            ours = pool.FindMessageTypeByName(name)
        except KeyError:
            problems.append(f"message {name} is missing here")
            continue
        compare("field", name, {f.name: shape(f) for f in ours.fields}, {f.name: shape(f) for f in theirs.fields}, problems)
    for name, theirs in enums.items():
        ours = pool.FindEnumTypeByName(name)
        compare("enum value", name, {v.name: v.number for v in ours.values}, {v.name: v.number for v in theirs.values}, problems)
    known = descriptor_pool.Default()
    for file in files:
        for name in names(file.message_type, file.package):
            try:
                known.FindMessageTypeByName(name)
            except KeyError:
                problems.append(f"message {name} does not exist in Feast")
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{len(messages)} messages, {len(enums)} enums, {len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
