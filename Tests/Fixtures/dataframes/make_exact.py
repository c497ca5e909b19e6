#!/usr/bin/env python3
"""Makes exact.csv: lists of numbers with their sum, mean and standard deviation, from Python's fractions.

Every statistic is the exact one, rounded once to the nearest double. Python's own `float(Fraction)` rounds correctly;
the square root is taken of a whole number with hundreds of bits, and made odd where it is not exact.
"""
import csv
import math
import random
import struct
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path


def to_float(number):
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def root(number):
    if number == 0:
        return 0.0
    bits = 2600
    scaled = (number.numerator << (2 * bits)) // number.denominator
    whole = math.isqrt(scaled)
    exact = whole * whole * number.denominator == number.numerator << (2 * bits)
    return to_float(Fraction(whole if exact else 2 * whole + 1, 1 << (bits if exact else bits + 1)))


def statistics(values):
    numbers = [Fraction(value) for value in values]
    total, count = sum(numbers), len(numbers)
    mean = total / count
    spread = sum((number - mean) ** 2 for number in numbers)
    deviation = root(spread / (count - 1)) if count > 1 else None
    return to_float(total), to_float(mean), deviation


def any_float():
    while True:
        value = struct.unpack("<d", random.randbytes(8))[0]
        if math.isfinite(value):
            return value


def cases():
    epoch = 1_700_000_000_000_000_000
    yield "float64", [2.0**53, 2.0**53 + 2, 2.0**53 + 4]
    yield "int64", [2**53, 2**53 + 1, 2**53 + 2]
    yield "int64", [epoch, epoch + 1, epoch + 3]
    yield "float64", [float(epoch), float(epoch) + 256, float(epoch) + 512]
    yield "float64", [1e-200, 2e-200, 4e-200]
    yield "float64", [1e200, 2e200, 4e200]
    yield "float64", [1.7e308, 1.7e308]
    yield "float64", [1.7e308, -1.7e308, 0.0]
    yield "float64", [5e-324, 1e-323]
    yield "float64", [5e-324, 0.0]
    yield "float64", [5e-324, 0.0, 0.0, 5e-324, 5e-324]
    yield "float64", [0.1] * 3
    yield "float64", [1.0, 1e100, 1.0, -1e100]
    yield "int64", [2**63 - 1, -(2**63), 2**63 - 1]
    yield "int64", [2**63 - 1] * 3
    yield "decimal", [Decimal("1.10"), Decimal("2.20")]
    yield "decimal", [Decimal("0.1")] * 10
    yield "decimal", [Decimal("9" * 38), Decimal("9" * 38), Decimal("-" + "9" * 38)]
    yield "decimal", [Decimal("0." + "0" * 36 + "1"), Decimal("0." + "0" * 36 + "2")]
    for _ in range(60):
        yield "float64", [any_float() for _ in range(random.randint(1, 9))]
    for _ in range(60):
        middle = random.choice([1, 1e-308, 1e9, 1e16, 1e-5, 1e300])
        step = middle * random.choice([1, 1e-3, 1e-12, 2.0**-52])
        yield "float64", [middle + step * random.randint(-3, 3) for _ in range(random.randint(2, 30))]
    for _ in range(40):
        middle = random.choice([0, 10, 2**53, epoch, -(2**62)])
        yield "int64", [middle + random.randint(-50, 50) for _ in range(random.randint(2, 20))]
    for _ in range(40):
        scale = random.choice([0, 1, 2, 9, 18, 30])
        digits = random.choice([3, 17, 30, 38])
        numbers = [random.randint(-(10**digits) + 1, 10**digits - 1) for _ in range(random.randint(1, 12))]
        yield "decimal", [Decimal(f"{number}e-{scale}") for number in numbers]


def text(value):
    return format(value, "f") if isinstance(value, Decimal) else repr(value)


def main():
    random.seed(20240501)
    folder = Path(__file__).parent
    with open(folder / "exact.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["type", "values", "sum", "mean", "std"])
        for kind, values in cases():
            results = ["" if result is None else repr(result) for result in statistics(values)]
            writer.writerow([kind, " ".join(text(value) for value in values), *results])


if __name__ == "__main__":
    sys.exit(main())
