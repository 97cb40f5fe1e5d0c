import pytest

from vftui.errors import SelectionError
from vftui.model.selection.parser import parse


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("", ""),
        (" ,\n", ""),
        ("ens1f0", "ens1f0"),
        ("ens1f0 ens1f1\nens2f0,,ens3f0,", "ens1f0,ens1f1,ens2f0,ens3f0"),
        ("ens1f0#0-31,40", "ens1f0#0-31,40"),
        ("ens1f0#0-31 ,\n40", "ens1f0#0-31,40"),
        ("ens1f0#7-7,007", "ens1f0#7,7"),
        ("ens1f0#8-,-7,-", "ens1f0#8-,0-7,-"),
        ("ens1f0#0-31,!5,!7-9", "ens1f0#0-31,!5,!7-9"),
        ("ens1f0,!ens1f0#3", "ens1f0,!ens1f0#3"),
        ("ens1f0*4", "ens1f0*4"),
        ("sriov:ens1f0:7", "ens1f0#7"),
        ("sriov:3b:00.0:7", "0000:3b:00.0#7"),
        ("3b:00.0#1-3", "0000:3b:00.0#1-3"),
        ("pci_0000_3B_02_5", "0000:3b:02.5"),
    ],
)
def test_an_expression_prints_in_its_canonical_form(written: str, canonical: str) -> None:
    assert str(parse(written)) == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ('"ens1f0"', "ens1f0"),
        ('"40"', '"40"'),
        ('"0-3"', '"0-3"'),
        ('"-"', '"-"'),
        ('"a b"#0-3', '"a b"#0-3'),
        ('"eth0#1"*2', '"eth0#1"*2'),
        ('"say ""hi"""', '"say ""hi"""'),
        ('"pci_0000_3b_02_5"', '"pci_0000_3b_02_5"'),
        ('"3b:00.0"', '"3b:00.0"'),
        ('"eth0:1"', '"eth0:1"'),
        ('""', '""'),
    ],
)
def test_quotes_stay_where_a_name_would_read_as_something_else(written: str, canonical: str) -> None:
    assert str(parse(written)) == canonical


def test_a_comma_goes_on_with_an_index_list_and_a_blank_ends_it() -> None:
    assert parse("ens1f0#0,40") == parse("ens1f0#0-0, 40")
    assert parse("ens1f0#0 40") == parse('ens1f0#0 "40"')


@pytest.mark.parametrize(
    ("written", "position", "message"),
    [
        ("ens1f0#31-0", 7, "31-0 counts down; write 0-31"),
        ("ens1f0#0,31-0", 9, "31-0 counts down; write 0-31"),
        ("ens1f0#", 7, "which VFs? Write ens1f0#0-3, or ens1f0#- for all"),
        ("ens1f0#a-b", 7, "a-b is not a VF index or a range; write 7, 0-31, 8-, -7 or - for all"),
        ("ens1f0#1-2-3", 7, "1-2-3 is not a VF index or a range; write 7, 0-31, 8-, -7 or - for all"),
        ("ens1f0#!5", 7, "there is nothing to exclude from; write ens1f0#-,!5"),
        ("ens1f0#1234567890", 7, "no PF has 1234567890 VFs"),
        ("ens1f0 #3", 7, "# follows the name of a PF without a blank, as in ens1f0#4"),
        ("ens1f0*", 7, "* asks for a number of free VFs, as in ens1f0*4"),
        ("ens1f0*0", 7, "the number of free VFs starts at 1"),
        ("ens1f0!5", 6, "a comma or a blank is missing before !5"),
        ('ens1f0 "a"b', 10, "a comma or a blank is missing before b"),
        ('ens1f0 "a', 7, "the quote is not closed"),
        ("ens1f0,! ens1f0#3", 8, "! stands right before what it excludes, as in !ens1f0#3"),
        (" !ens1f0", 1, "there is nothing to exclude from; say first what to select"),
        ("sriov:ens1f0", 0, "sriov:ens1f0 is not of the form sriov:PF:INDEX"),
        ("ens1f0 3b:00", 7, "3b:00 is not a PCI address such as 0000:3b:00.0"),
        ("0000:3b:20.0", 0, "0000:3b:20.0 is not a PCI address such as 0000:3b:00.0"),
    ],
)
def test_an_expression_that_cannot_be_read_says_where_and_what_to_write(
    written: str, position: int, message: str
) -> None:
    with pytest.raises(SelectionError) as refused:
        parse(written)

    assert (refused.value.message, refused.value.position) == (message, position)
    assert refused.value.text == written


def test_the_caret_stands_under_the_trouble() -> None:
    with pytest.raises(SelectionError) as refused:
        parse("ens1f0,ens1f1#9-3")

    assert refused.value.text[refused.value.position :] == "9-3"
    assert refused.value.message == "9-3 counts down; write 3-9"
