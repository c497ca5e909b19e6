"""Reads, changes and writes the footer of a Parquet file: the Thrift compact protocol as plain lists.

A struct is a list of `[field number, type, value]`, a list is `[element type, values]`; types are those of the protocol.
"""

import pathlib

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)

# Fields of parquet.thrift that the checks change.
SCHEMA, ROWS, GROUPS, KEY_VALUES, CREATED_BY, ORDERS = 2, 3, 4, 5, 6, 7
TYPE, REPETITION, NAME, CHILDREN, CONVERTED, LOGICAL = 1, 3, 4, 5, 6, 10


class Reader:
    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        result = shift = 0
        while True:
            byte = self.byte()
            result |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return result

    def zigzag(self) -> int:
        number = self.varint()
        return (number >> 1) ^ -(number & 1)

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def value(self, kind: int):
        if kind in (TRUE, FALSE):
            return None
        if kind == BYTE:
            return self.byte()
        if kind in (I16, I32, I64):
            return self.zigzag()
        if kind == DOUBLE:
            return self.take(8)
        if kind == BINARY:
            return self.take(self.varint())
        if kind == LIST:
            head = self.byte()
            count = head >> 4 if head >> 4 < 15 else self.varint()
            of = head & 15
            return [of, [self.byte() if of in (TRUE, FALSE) else self.value(of) for _ in range(count)]]
        if kind == STRUCT:
            return self.struct()
        raise ValueError(f"thrift type {kind}")

    def struct(self) -> list:
        fields, last = [], 0
        while head := self.byte():
            last = last + (head >> 4) if head >> 4 else self.zigzag()
            fields.append([last, head & 15, self.value(head & 15)])
        return fields


def varint(number: int) -> bytes:
    result = bytearray()
    while number >= 0x80:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(result) + bytes([number])


def zigzag(number: int) -> bytes:
    return varint((number << 1) ^ (number >> 63))


def encoded(kind: int, value) -> bytes:
    if kind in (TRUE, FALSE):
        return b""
    if kind == BYTE:
        return bytes([value])
    if kind in (I16, I32, I64):
        return zigzag(value)
    if kind == DOUBLE:
        return value
    if kind == BINARY:
        return varint(len(value)) + value
    if kind == LIST:
        of, items = value
        head = bytes([len(items) << 4 | of]) if len(items) < 15 else bytes([0xF0 | of]) + varint(len(items))
        return head + b"".join(bytes([item]) if of in (TRUE, FALSE) else encoded(of, item) for item in items)
    body, last = b"", 0
    for number, kind, content in value:
        delta = number - last
        body += bytes([delta << 4 | kind]) if 0 < delta < 16 else bytes([kind]) + zigzag(number)
        body += encoded(kind, content)
        last = number
    return body + b"\0"


def get(struct: list, number: int):
    return next((field[2] for field in struct if field[0] == number), None)


def put(struct: list, number: int, kind: int, value) -> None:
    """Sets a field; fields stay in the order of their numbers."""
    remove(struct, number)
    struct.append([number, kind, value])
    struct.sort(key=lambda field: field[0])


def remove(struct: list, number: int) -> None:
    struct[:] = [field for field in struct if field[0] != number]


def element(footer: list, name: str) -> list:
    return next(item for item in get(footer, SCHEMA)[1] if get(item, NAME) == name.encode())


def chunks(footer: list) -> list:
    """The `ColumnMetaData` of all row groups."""
    return [get(chunk, 3) for group in get(footer, GROUPS)[1] for chunk in get(group, 1)[1]]


def patch(source: pathlib.Path, target: pathlib.Path, change) -> None:
    """Writes a copy of a file after `change` has been made to its footer."""
    data = source.read_bytes()
    size = int.from_bytes(data[-8:-4], "little")
    footer = Reader(data[-8 - size : -8]).struct()
    change(footer)
    body = encoded(STRUCT, footer)
    target.write_bytes(data[: -8 - size] + body + len(body).to_bytes(4, "little") + b"PAR1")
