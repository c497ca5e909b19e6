"""Formulas against Python's own eval, on the same text; names that mean something else in a formula."""
import math
import random

import pyarrow as pa

from checking import expect, expect_equal
from writing import definition, publish

NAMES = {"log": math.log, "exp": math.exp, "sqrt": math.sqrt, "floor": math.floor, "ceil": math.ceil, "round": round,
         "abs": abs, "min": min, "max": max, "true": True, "false": False}
SPECIAL = ["null", "None", "true", "True", "false", "and", "or", "not", "is", "if", "abs", "a b", "a\u00a0b", "a\tb",
           "a\nb", "a  b", "a`b", "'", '"', "1", "(", "e\u0301", "東京", "a+b"]


def number(depth, rng):
    """A random formula that is a number, in our language and Python's alike."""
    if depth == 0:
        return rng.choice(["a", "b", "c", "d", "2", "0.5", "1e3", "3", "7.25", "1_0"])
    kind = rng.randrange(12)
    left, right = number(depth - 1, rng), number(depth - 1, rng)
    if kind < 6:
        return f"{left} {rng.choice('+-*/%')} {right}"
    if kind == 6:
        return f"abs({left}) ** {rng.choice(['2', '0.5', '-1', '-c', '3 ** 2'])}"
    if kind == 7:
        return f"({left} {rng.choice('+-*')} {right})"
    if kind == 8:
        return f"-{left} ** 2"
    if kind == 9:
        return f"{rng.choice(['min', 'max'])}({left}, {right})"
    return f"{rng.choice(['abs', 'floor', 'ceil', 'round', 'sqrt', 'log', 'exp'])}({left})"


def truth(depth, rng):
    """A random formula that is true or false."""
    if depth == 0:
        return f"{number(1, rng)} {rng.choice(['<', '<=', '>', '>=', '==', '!='])} {number(1, rng)}"
    kind = rng.randrange(4)
    if kind == 0:
        return f"not {truth(depth - 1, rng)}"
    if kind == 1:
        return f"({truth(depth - 1, rng)})"
    return f"{truth(depth - 1, rng)} {rng.choice(['and', 'or'])} {truth(depth - 1, rng)}"


def evaluated(text, row):
    """Python's answer; None where it has none or no finite one, which is a null here."""
    try:
        value = eval(text, {"__builtins__": {}}, {**NAMES, **row})  # noqa: S307: the text is made above
        value = float(value)
    except (ZeroDivisionError, OverflowError, ValueError, TypeError):
        return None
    return value if math.isfinite(value) else None


def random_formulas(store, folder):
    rng = random.Random(7)
    texts = [number(rng.randint(1, 3), rng) for _ in range(250)] + [truth(rng.randint(0, 3), rng) for _ in range(150)]
    rows = [{name: rng.choice([0.0, 1.0, -1.0, 2.5, -3.75, 1e9, 1e-3, 7.0]) for name in "abcd"} for _ in range(60)]
    columns = {name: pa.array([row[name] for row in rows], pa.float64()) for name in "abcd"}
    table, _ = publish(store, folder, "formulas", columns, [
        definition(f"f{place}", computation_type="derived", derivation_formula=text) for place, text in enumerate(texts)])
    compared = 0
    for place, text in enumerate(texts):
        for row, ours in zip(rows, table[f"f{place}"].to_pylist()):
            theirs = evaluated(text, row)
            if theirs is None:  # Python stops at the first part without a value; and, or, min and max go on with a null.
                expect(ours is None or any(word in text for word in ("and", "or", "min", "max", "not")), f"{text} {row}: {ours}")
                continue
            expect_equal(ours, theirs, f"{text} of {row}")
            compared += 1
    expect(compared > 15_000, f"only {compared} values have an answer in Python")


def special_names(store, folder):
    """A ratio, an interaction and a name in backticks mean the column, whatever it is called."""
    for place, name in enumerate(SPECIAL):
        quoted = "`" + name.replace("`", "``") + "`"
        table, _ = publish(store, folder, f"name{place}", {name: pa.array([6.0]), "b": pa.array([3.0])}, [
            definition("x_ratio", computation_type="ratio", source_columns=[name, "b"]),
            definition("x_product", computation_type="interaction", source_columns=["b", name]),
            definition("x_formula", computation_type="derived", derivation_formula=f"{quoted} - b")])
        expect_equal([table[each].to_pylist() for each in ("x_ratio", "x_product", "x_formula")], [[2.0], [18.0], [3.0]],
                     repr(name))


def texts_are_bytes(store, folder):
    """A text equals its own bytes only, as in Python: also where a file has it in a dictionary."""
    values = ["\u00e9", "e\u0301", "a b", "a\u00a0b", "a\tb", "a  b"] * 3
    texts = [definition(f"t{place}", computation_type="derived", derivation_formula=f"city == '{value}'")
             for place, value in enumerate(values[:6])]
    for kind, column in [("plain", pa.array(values)), ("coded", pa.array(values).dictionary_encode())]:
        table, _ = publish(store, folder, f"texts_{kind}", {"city": column}, texts)
        for place, value in enumerate(values[:6]):
            expect_equal(table[f"t{place}"].to_pylist(), [float(each == value) for each in values], f"{kind} {value!r}")


CHECKS = [("random formulas equal Python's eval", random_formulas),
          ("columns of any name go into ratios, interactions and backticks", special_names),
          ("texts in formulas are compared as bytes", texts_are_bytes)]
