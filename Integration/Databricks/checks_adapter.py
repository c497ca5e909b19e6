"""What the Swift programs check themselves: conformance, the same answer everywhere, the manager over both backends."""
import re

from checking import expect, tally


def count(programs, *arguments):
    """Runs the peer and adds the values it compared."""
    said = programs.run("databricks-peer", *arguments)
    found = re.search(r"^(\d+) (values compared|passed)", said, re.MULTILINE)
    expect(found is not None, f"the peer compared nothing: {said[-500:]}")
    tally.compared += int(found.group(1))


CHECKS = {
    "The checks that every adapter passes": lambda programs: count(programs, "conformance"),
    "The same answer in memory, in Feast and on Databricks":
        lambda programs: count(programs, "same-answer", programs.folder / "same"),
    "The manager over both backends": lambda programs: count(programs, "manager", programs.folder / "manager"),
}
