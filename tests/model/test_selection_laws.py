from hypothesis import example, given
from hypothesis import strategies as st
from model.selection_hosts import HOST, host_of
from strategies import hosts

from vftui.errors import SelectionError
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress
from vftui.model.selection import Selection, canonical, parse, resolve
from vftui.model.selection.grammar import DeviceName

SYNTAX = '0123459,#*!-:." \n'
PF_NAMES = ("ens1f0", "é", "40", "0-3", "-", "a b", 'q"', "eth0#1", "!x", "x*2", ",", "00:02.0", "pci_0000_00_02_0")
WORDS = ("ens1f0", "ens1f1v3", "3b:00.0", "sriov:", *SYNTAX)


def any_vf(_vf: VirtualFunction) -> bool:
    return True


def even_vf(vf: VirtualFunction) -> bool:
    return vf.index % 2 == 0


@st.composite
def pfs(draw: st.DrawFn, bus: int, name: str) -> PhysicalFunction:
    """A PF with or without netdev, with up to nine VFs that have names as udev makes them, numbers, or none."""
    vf_name = draw(st.sampled_from([f"{name}v{{}}", f"{bus}{{}}", None]))
    vfs = tuple(
        VirtualFunction(index, PciAddress(0, bus, 2 + index // 8, index % 8), vf_name and vf_name.format(index))
        for index in range(draw(st.integers(0, 9)))
    )
    return PhysicalFunction(PciAddress(0, bus, 0, 0), draw(st.sampled_from([(name,), ()])), vfs=vfs)


@st.composite
def clashing_hosts(draw: st.DrawFn) -> Host:
    """Hosts with names that look like syntax."""
    names = draw(st.lists(st.sampled_from(PF_NAMES), min_size=1, max_size=4, unique=True))
    return host_of(*(draw(pfs(bus, name)) for bus, name in enumerate(names)))


def ways_to_name(device: PhysicalFunction | VirtualFunction) -> list[str]:
    netdevs = device.netdevs if isinstance(device, PhysicalFunction) else (device.netdev,) if device.netdev else ()
    address = str(device.address)
    nodedev = "pci_" + address.replace(":", "_").replace(".", "_")
    return [address, address.upper(), nodedev, *(str(DeviceName(netdev)) for netdev in netdevs)]


@st.composite
def index_lists(draw: st.DrawFn, numvfs: int) -> str:
    index = st.integers(0, numvfs - 1)
    form = st.sampled_from(["{0}", "{0}-{1}", "{0}-", "-{1}", "-"])
    drawn = draw(st.lists(st.tuples(form, index, index, st.sampled_from(["", "", "!"])), max_size=4))
    ranges = [bang + written.format(min(ends), max(ends)) for written, *ends, bang in drawn]
    return draw(st.sampled_from([",", ", ", "\n,"])).join([str(draw(index)), *ranges])


@st.composite
def terms(draw: st.DrawFn, host: Host, *, counts: bool = False) -> str:
    """A term that resolves on `host` with every other VF free, with `ens1f0*4` only where asked for."""
    pf = draw(st.sampled_from(host.pfs))
    name = draw(st.sampled_from(ways_to_name(pf)))
    form = draw(st.sampled_from(["#", "#", "sriov", "vf", "pf", "*" if counts else "#"])) if pf.vfs else "pf"
    match form:
        case "#":
            return f"{name}#{draw(index_lists(pf.numvfs))}"
        case "sriov":
            return f"sriov:{pf.address}:{draw(st.integers(0, pf.numvfs - 1))}"
        case "vf":
            return draw(st.sampled_from(ways_to_name(draw(st.sampled_from(pf.vfs)))))
        case "*":
            return f"{name}*{draw(st.integers(1, (pf.numvfs + 1) // 2))}"
        case _:
            return name


@st.composite
def unions(draw: st.DrawFn, host: Host, *, counts: bool = False) -> str:
    separator = draw(st.sampled_from([" ", ",", ",\n", " , "]))
    return separator.join(draw(st.lists(terms(host, counts=counts), min_size=1, max_size=4)))


@st.composite
def selections(draw: st.DrawFn, host: Host) -> str:
    """A union, which may count free VFs, or a union with exclusions."""
    if draw(st.booleans()):
        return draw(unions(host, counts=True))
    cuts = draw(st.lists(terms(host), min_size=1, max_size=2))
    return "\n!".join([draw(unions(host)), *cuts])


def addresses(selection: Selection) -> set[PciAddress]:
    return {vf.address for vf in selection.vfs}


@given(st.data())
def test_the_canonical_text_of_an_expression_reads_as_the_same_expression(data: st.DataObject) -> None:
    expression = parse(data.draw(selections(data.draw(clashing_hosts()))))
    assert parse(str(expression)) == expression


@given(st.data())
def test_the_canonical_text_of_a_selection_selects_the_same(data: st.DataObject) -> None:
    host = data.draw(clashing_hosts())
    selection = resolve(data.draw(selections(host)), host, even_vf)
    assert resolve(selection.canonical(host), host, any_vf) == selection


@given(st.data())
def test_the_canonical_text_of_a_pool_keeps_its_order(data: st.DataObject) -> None:
    host = data.draw(clashing_hosts() | hosts(max_pfs=2, max_vfs=6))
    vfs = data.draw(st.permutations([vf for pf in host.pfs for vf in pf.vfs]))
    assert resolve(canonical([vf.address for vf in vfs], host), host, any_vf).items == tuple(vfs)


@given(st.data())
def test_selecting_twice_selects_nothing_more(data: st.DataObject) -> None:
    host = data.draw(clashing_hosts())
    text = data.draw(selections(host))
    assert resolve(f"{text}\n{text}", host, even_vf) == resolve(text, host, even_vf)


@given(st.data())
def test_a_union_selects_what_its_parts_select(data: st.DataObject) -> None:
    host = data.draw(clashing_hosts())
    left, right = data.draw(unions(host)), data.draw(unions(host))
    both = addresses(resolve(left, host, even_vf)) | addresses(resolve(right, host, even_vf))
    assert addresses(resolve(f"{left}\n{right}", host, even_vf)) == both


@given(st.data())
def test_an_exclusion_removes_what_it_names_and_nothing_else_wherever_it_stands(data: st.DataObject) -> None:
    host = data.draw(clashing_hosts())
    text, cut = data.draw(unions(host)), data.draw(terms(host, counts=True))
    left = resolve(f"{text}\n!{cut}", host, even_vf)
    assert addresses(left) == addresses(resolve(text, host, any_vf)) - addresses(resolve(cut, host, even_vf))
    assert resolve(f"!{cut}\n{text}", host, even_vf) == left


@given(st.text() | st.text(SYNTAX + "sriovens1f0pc_") | st.lists(st.sampled_from(WORDS)).map("".join))
@example("ens1f0#" + "9" * 5000)
@example("ens1f0*" + "9" * 5000)
@example("\ud800\x00")
@example("ens1f0#٣")
def test_any_text_selects_something_or_is_refused_with_a_place_in_it(text: str) -> None:
    try:
        selection = resolve(text, HOST, any_vf)
    except SelectionError as error:
        refused = error
    else:
        assert resolve(selection.canonical(HOST), HOST, any_vf) == selection
        return
    assert refused.text == text
    assert 0 <= refused.position <= len(text)
    assert 0 < len(refused.message) < 200
