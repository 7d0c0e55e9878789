"""A pack is put together without effort, opens anywhere, keeps its reader's place, and survives whatever happens to its link."""

import json
import random
import re
import string
from base64 import urlsafe_b64encode
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_accessibility import findings
from test_reading import focused, tab_to
from test_search import FIELD, HITS
from test_share import ALLOWED, copied, scanned

from kb import packs
from kb.host import Served
from kb.packs import Pack
from kb.practice import STAGES
from tools import Visitor

FOUR = ["screening-signs", "hours-reputation", "final-purpose", "values-facts"]
SENT = Pack(FOUR, "Before your call", "screening", "Hello Ana,\nread the first two.", "2026-12-03T14:30")
LINKS = "link => link.map(each => each.textContent)"


def names(page: Page) -> list[str]:
    return page.locator(".make__list li").evaluate_all("all => all.map(each => each.dataset.id)")


def started(page: Page, pack: Pack, site: Served) -> None:
    """Have the pack on the page that makes packs, as somebody who was sent it and presses “Make your own”."""
    page.goto(f"{site.url}packs/new/#{pack.fragment()}")
    expect(page.locator(".make__list li")).to_have_count(len(pack.sections))


def test_a_pack_of_ten_is_made_with_the_keyboard_alone_and_opens_elsewhere(reader) -> None:
    with reader.opens("interviewing/screening/", permissions=ALLOWED) as page:
        tab_to(page, "#screening-signs .headerlink")
        page.keyboard.press("Enter")
        expect(page.locator(".share [role=status]")).to_have_text("Link copied")
        tab_to(page, ".share button:nth-of-type(4)")
        page.keyboard.press("Enter")
        expect(page.locator(".tray [role=status]")).to_contain_text("1 section, ")
        page.keyboard.press("Escape")
        tab_to(page, ".tray a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/packs/new/")
        tab_to(page, "[data-part=add]")
        page.keyboard.press("Enter")
        expect(page.locator(FIELD)).to_be_focused()
        for query, number in (("hours", 4), ("guardrail", 3), ("final round", 2)):
            page.keyboard.press("Control+A")
            page.keyboard.type(query)
            expect(page.locator(HITS).first).to_be_visible()
            page.wait_for_timeout(200)
            for _ in range(number):
                page.keyboard.press("Enter")
                page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        expect(page.locator(".make__list li")).to_have_count(10)
        chosen = names(page)
        tab_to(page, f"li[data-id={chosen[0]}] [data-does=handle]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[data-part=status]")).to_have_text("Now 3 of 10")
        assert focused(page, f"li[data-id={chosen[0]}] [data-does=handle]")
        order = [*chosen[1:3], chosen[0], *chosen[3:]]
        assert names(page) == order
        tab_to(page, "[name=title]")
        page.keyboard.type("Ten before Thursday")
        tab_to(page, "[data-part=copy]")
        page.keyboard.press("Enter")
        expect(page.locator("[data-part=status]")).to_have_text("Link copied")
        sent = copied(page)
    with reader.opens(sent.removeprefix(reader.site.url)) as page:
        expect(page.locator("h1")).to_have_text("Ten before Thursday")
        expect(page.locator(".pack__section")).to_have_count(10)
        addresses = page.locator(".pack__address").evaluate_all(LINKS)
        assert [address.split("/s/")[1].strip("/") for address in addresses] == order


def test_sections_are_dragged_into_order_and_moved_or_removed_with_buttons(reader) -> None:
    with reader.opens(width=360) as page:
        started(page, SENT, reader.site)
        page.locator("[data-does=handle]").nth(0).hover()
        page.mouse.down()
        box = page.locator(".make__list li").nth(2).bounding_box()
        for share in (0.2, 0.5, 0.9):
            page.mouse.move(box["x"] + 20, box["y"] + box["height"] * share)
        page.mouse.up()
        assert names(page) == [FOUR[1], FOUR[2], FOUR[0], FOUR[3]]
        page.get_by_role("button", name="Move up: ").nth(3).click()
        assert names(page) == [FOUR[1], FOUR[2], FOUR[3], FOUR[0]]
        page.get_by_role("button", name="Remove: ").nth(1).click()
        assert names(page) == [FOUR[1], FOUR[3], FOUR[0]]
        page.reload()
        expect(page.locator(".make__list li")).to_have_count(3)
        assert names(page) == [FOUR[1], FOUR[3], FOUR[0]]


def test_a_section_is_dragged_by_touch(reader) -> None:
    with reader.opens(width=360, has_touch=True) as page:
        started(page, SENT, reader.site)
        first, third = (page.locator("[data-does=handle]").nth(n).bounding_box() for n in (0, 2))
        session = page.context.new_cdp_session(page)
        points = [(first["x"] + 20, first["y"] + 20), (first["x"] + 20, third["y"]), (first["x"] + 20, third["y"] + 60)]
        for kind, at in zip(("touchStart", "touchMove", "touchMove"), points, strict=True):
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert names(page) == [FOUR[1], FOUR[2], FOUR[0], FOUR[3]]


def test_link_message_qr_code_and_calendar_file_hold_the_pack(reader, tmp_path: Path) -> None:
    with reader.opens(permissions=ALLOWED, width=1440) as page:
        started(page, SENT, reader.site)
        page.get_by_role("button", name="Copy link").click()
        expect(page.locator("[data-part=status]")).to_have_text("Link copied")
        assert copied(page) == SENT.link(reader.site.url)  # as scripts/packs makes it
        page.get_by_role("button", name="Copy as a message").click()
        expect(page.locator("[data-part=status]")).to_have_text("Message copied")
        message = copied(page)
        assert SENT.link(reader.site.url) in message and "- Strong and weak signs in a recruiter screen" in message
        page.get_by_role("button", name="Show QR code").click()
        assert scanned(page, ".make__picture svg", tmp_path) == SENT.link(reader.site.url)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Calendar file").click()
        entry = Path(waiting.value.path()).read_bytes()
        assert all(len(line) <= 75 for line in entry.split(b"\r\n")) and b"\n" not in entry.replace(b"\r\n", b"")
        told = dict(line.split(":", 1) for line in entry.decode().replace("\r\n ", "").strip().split("\r\n"))
        assert told["DTSTART"] == "20261203T143000" and told["SUMMARY"] == "Before your call"
        assert told["URL"] == SENT.link(reader.site.url)


def test_thirty_sections_with_a_note_make_a_link_that_no_mail_program_cuts(site: Served, reader) -> None:
    listed = [section["id"] for section in json.loads((site.folder / "sections.json").read_text())["sections"]]
    with reader.opens() as page:
        for note in (
            "Please read the first three before we talk, and skip what you know. " * 14,
            "请在我们通话之前阅读前三节。" * 28,
        ):
            pack = Pack(listed[::9][:30], "Your preparation for the whole loop", "final", note, "2026-12-03T14:30")
            link = pack.link("https://a-rather-long-name.example.org/guide/")
            assert len(pack.sections) == 30 and len(note) > 380
            assert len(link) < packs.LINK
            page.goto(f"{reader.site.url}pack/#{pack.fragment()}")
            expect(page.locator(".pack__section")).to_have_count(30)
            expect(page.locator(".pack__note")).to_have_text(note)


def test_the_browser_and_scripts_packs_write_the_same_links(site: Served, reader) -> None:
    cases = [
        SENT,
        Pack(["screening-signs"]),
        Pack(["screening-signs"], note='“Quotes”, \\ "x" \n\n é 漢 🎉 <b>'),
        Pack(FOUR, when="2026-12-03"),
    ]
    call = """async ([root, packs]) => {
        const {encode, decode} = await import(root + "assets/pack/link.js");
        return packs.map(pack => [encode(pack), decode("#" + encode(pack))]);
    }"""
    with reader.opens() as page:
        sent = [{"sections": c.sections, "title": c.title, "stage": c.stage, "note": c.note, "when": c.when} for c in cases]
        for case, (fragment, read) in zip(cases, page.evaluate(call, [site.url, sent]), strict=True):
            assert fragment == case.fragment()
            assert (read["title"], read["stage"], read["note"], read["when"], read["fault"]) == (
                case.title, case.stage, case.note, case.when, "",
            )  # fmt: skip


def test_a_pack_shows_its_note_and_its_sections_with_their_sources(reader_below) -> None:
    with reader_below.opens(f"pack/#{SENT.fragment()}") as page:
        expect(page.locator(".pack__section")).to_have_count(4)
        expect(page.locator("h1")).to_have_text("Before your call")
        expect(page.locator(".pack__note")).to_have_text("Hello Ana,\nread the first two.")
        expect(page.locator(".page__facts").first).to_contain_text("Thursday, 3 December 2026 at 14:30")
        expect(page.locator(".page__facts").first).to_contain_text("For: Screening")
        cited = page.locator(".cite a").evaluate_all("all => all.map(each => Number(each.textContent))")
        listed = page.locator(".sources li").count()
        assert set(cited) == set(range(1, listed + 1))
        page.locator(".cite a").last.click()
        expect(page.locator(f"#pack-source-{cited[-1]}")).to_be_focused()
        links = page.locator(".pack a").evaluate_all("all => all.map(each => each.href)")
        assert all(link.startswith(("http://", "https://")) for link in links)
        shown = " ".join(page.locator(".pack__section").nth(1).inner_text().split())
        page.goto(reader_below.site.url + "s/hours-reputation/")
        for block in page.locator("#hours-reputation ~ p").all()[:1]:
            assert re.sub(r" ?\d(, \d)*", "", " ".join(block.inner_text().split()))[:80] in re.sub(r" ?\d(, \d)*", "", shown)


def test_a_section_with_a_figure_and_a_model_stands_in_a_pack_without_the_model(reader) -> None:
    with reader.opens(f"pack/#{Pack(['metrics-formulas', 'employer-who-does-what']).fragment()}") as page:
        expect(page.locator(".pack__section figure svg")).to_have_count(1)
        expect(page.locator(".pack__section .try")).to_have_count(0)
        assert "null" not in page.locator(".pack").inner_text()


def test_ticks_are_kept_on_the_device(reader) -> None:
    with reader.opens(f"pack/#{SENT.fragment()}") as page:
        page.get_by_label("Done with").nth(1).check()
        expect(page.locator(".pack__progress")).to_have_text("1 of 4 done")
        page.reload()
        expect(page.locator(".pack__progress")).to_have_text("1 of 4 done")
        expect(page.get_by_label("Done with").nth(1)).to_be_checked()


def test_print_has_the_addresses_and_none_of_the_buttons(reader) -> None:
    with reader.opens(f"pack/#{SENT.fragment()}") as page:
        expect(page.locator(".pack__section")).to_have_count(4)
        page.emulate_media(media="print")
        expect(page.locator(".pack__address").first).to_be_visible()
        expect(page.locator(".pack__address").first).to_contain_text(f"{reader.site.url}s/screening-signs/")
        for hidden in (".pack__actions", ".pack__tick", ".masthead", ".pack__progress"):
            expect(page.locator(hidden).first).to_be_hidden()


TOLD = {
    "": "There is no pack in this address",
    "nonsense": "not the link of a pack",
    "%3Cscript%3E": "not the link of a pack",
    "2.abcd.": "newer version",
    "1.abcd..123456": "None of this pack’s sections could be recognised",
    SENT.fragment()[:-9]: "What could be kept is below",
    SENT.fragment()[:12]: "What could be kept is below",
    SENT.fragment().replace(".", ".AAAA", 1): "not recognised and is left out",
}


@pytest.mark.parametrize("fragment", TOLD)
def test_a_broken_link_says_what_is_wrong_and_keeps_what_it_can(fragment: str, reader) -> None:
    with reader.opens(f"pack/#{fragment}") as page:
        expect(page.locator(".pack__notice", has_text=TOLD[fragment])).to_be_visible()
        if "kept" in TOLD[fragment]:
            expect(page.locator(".pack__section").first).to_be_visible()
        assert findings(page) == []


HOSTILE = [
    "<script>window.owned = 1</script>", "<img src=x onerror=window.owned=1>", "javascript:window.owned=1", "{{a}}",
    "\u202eevil\u202c", "\x00\x07\x1b", "'\"><svg/onload=window.owned=1>", "__proto__", "a" * 5000, "\ud83d", "../../passwd",
]  # fmt: skip
SHOWN = """async fragments => {
    const {show} = await import(new URL("../assets/pack/read.js", location.href));
    const faults = [];
    for (const fragment of fragments) {
        await show("#" + fragment);
        const main = document.querySelector(".pack"), text = main.innerText.trim();
        const wrong = window.owned !== undefined ? "script ran"
            : document.querySelector(".pack script, .pack [onerror], .pack [onload], .pack__note *, h1 *") ? "injected"
            : text.length < 60 || !document.querySelector("h1").textContent ? "blank"
            : text.includes("Loading") ? "stuck"
            : !document.querySelector(".pack__notice, .pack__section") ? "no message" : "";
        if (wrong) faults.push([wrong, fragment]);
    }
    return faults;
}"""


def hostile(number: int) -> list[str]:
    chance = random.Random(4)  # noqa: S311  (no secret)
    texts = [*HOSTILE, "Hello", "", 5, None, ["x"], {"a": 1}, True, 1e308]
    good = [Pack(FOUR[:2], "Title").fragment(), Pack(FOUR[:1], note="Note").fragment(), Pack([]).fragment()]
    made = []
    for turn in range(number):
        kind = turn % 5
        if kind == 0:  # any characters
            made.append("".join(chance.choices(string.printable + "é漢🎉\u202e", k=chance.randint(0, 60))))
        elif kind == 1:  # a sound one, cut
            one = chance.choice(good)
            made.append(one[: chance.randint(0, len(one))])
        elif kind == 2:  # a sound one with characters changed
            one = list(chance.choice(good))
            for _ in range(chance.randint(1, 4)):
                one[chance.randrange(len(one))] = chance.choice(string.printable)
            made.append("".join(one))
        elif kind == 3:  # of the right form, with hostile values
            told = {key: chance.choice(texts) for key in chance.sample(["t", "s", "n", "d", "__proto__", "x"], 3)}
            text = json.dumps(told).encode() if chance.random() < 0.9 else chance.randbytes(chance.randint(1, 90))
            body = f"1.{packs.code(chance.choice(FOUR))}.{urlsafe_b64encode(text).decode().rstrip('=')}"
            made.append(f"{body}.{packs.digest(body).hex()}")
        else:  # another version, doubled parts, a great many sections
            one = chance.choice(good)
            made.append(
                chance.choice(
                    [
                        f"{chance.randint(0, 10**6)}{one[1:]}",
                        one + one,
                        one.replace(".", "%2E"),
                        "1." + "abcd" * chance.randint(1, 3000),
                    ]
                )
            )
    return made


def test_ten_thousand_hostile_or_broken_links_never_run_a_script_and_never_leave_a_blank_page(reader) -> None:
    fragments = hostile(10_000)
    with reader.opens(f"pack/#{SENT.fragment()}") as page:
        page.set_default_timeout(600_000)
        for start in range(0, len(fragments), 1000):
            assert page.evaluate(SHOWN, fragments[start : start + 1000]) == []


def test_hostile_values_in_the_browsers_own_storage_break_nothing(reader) -> None:
    odd = {"sections": ["<script>", 5, "screening-signs", "no-such-section"], "title": HOSTILE[0], "stage": {}, "when": "<"}
    kept = ["{", "[]", "7", json.dumps(odd)]
    with reader.opens() as page:
        for value in kept:
            page.evaluate("value => localStorage.setItem('pack', value)", value)
            page.evaluate("localStorage.setItem('read', '{\"a\":')")
            for path in ("interviewing/screening/", "packs/new/", f"pack/#{SENT.fragment()}"):
                page.goto(reader.site.url + path)
                page.wait_for_timeout(150)
        page.goto(reader.site.url + "packs/new/")
        expect(page.locator(".make__list li")).to_have_count(2)
        assert names(page) == ["screening-signs", "no-such-section"]
        page.get_by_role("button", name="Remove: no-such-section").click()
        assert names(page) == ["screening-signs"]


def test_where_storage_is_forbidden_a_pack_lasts_as_long_as_the_page(reader) -> None:
    with reader.opens() as page:
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
        )
        started(page, SENT, reader.site)
        page.get_by_role("button", name="Remove: ").first.click()
        assert names(page) == FOUR[1:]
        page.goto(f"{reader.site.url}pack/#{SENT.fragment()}")
        page.get_by_label("Done with").first.check()
        expect(page.locator(".pack__progress")).to_have_text("1 of 4 done")


def test_a_pack_of_ones_own_is_not_lost_to_another(reader) -> None:
    with reader.opens() as page:
        started(page, SENT, reader.site)
        other = Pack(["final-purpose"], "Another")
        page.goto(f"{reader.site.url}packs/new/?#{other.fragment()}")
        expect(page.get_by_role("button", name="Replace mine")).to_be_focused()
        page.get_by_role("button", name="Keep mine").click()
        assert names(page) == FOUR
        page.goto(f"{reader.site.url}packs/new/?again#{other.fragment()}")
        page.get_by_role("button", name="Replace mine").click()
        assert names(page) == ["final-purpose"]
        expect(page.locator("[name=title]")).to_have_value("Another")


def test_a_pack_that_is_discarded_in_one_tab_is_gone_in_the_other(reader) -> None:
    with reader.opens() as page:
        started(page, SENT, reader.site)
        page.get_by_role("button", name="Remove: ").first.click()
        other = page.context.new_page()
        other.goto(reader.site.url + "culture/values/")
        other.get_by_role("button", name="Discard").click()
        other.get_by_role("button", name="Press again").click()
        expect(page.locator(".make__list li")).to_have_count(0)


def test_offline_a_pack_says_so_and_can_be_asked_for_again(reader) -> None:
    context = reader.browser.new_context()
    page = context.new_page()
    page.route("**/permalinks.json", lambda route: route.abort())
    page.goto(f"{reader.site.url}pack/#{SENT.fragment()}")
    expect(page.locator(".pack__notice")).to_contain_text("could not be loaded")
    page.unroute("**/permalinks.json")
    page.route("**/culture/**", lambda route: route.abort())
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".pack__section")).to_have_count(4)
    expect(page.locator(".pack__section").nth(1)).to_contain_text("Read it on its page")
    context.close()


def test_without_javascript_a_pack_says_what_to_do(reader) -> None:
    with reader.opens(f"pack/#{SENT.fragment()}", java_script_enabled=False) as page:
        expect(page.get_by_text("JavaScript is off here")).to_be_visible()
        page.get_by_role("link", name="a ready pack").click()
        page.get_by_role("link", name="Before your first call").first.click()
        expect(page.locator(".pack__list a").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_tray_maker_reader_and_choosing_have_no_accessibility_fault(width: int, scheme: str, reader) -> None:
    with reader.opens(width=width, height=900, color_scheme=scheme) as page:
        started(page, SENT, reader.site)
        page.get_by_role("button", name="Show QR code").click()
        expect(page.locator(".make__picture svg")).to_be_visible()
        assert findings(page) == []
        page.goto(f"{reader.site.url}packs/new/?#{Pack(['final-purpose']).fragment()}")
        expect(page.get_by_role("button", name="Replace mine")).to_be_focused()
        assert findings(page) == []
        page.goto(f"{reader.site.url}pack/#{SENT.fragment()}")
        expect(page.locator(".pack__section")).to_have_count(4)
        assert findings(page) == []
        page.goto(reader.site.url + "culture/values/")
        expect(page.locator(".tray")).to_contain_text("4 sections, ")
        assert findings(page) == []
        page.keyboard.press("/")
        page.get_by_role("button", name="Choose").click()
        page.locator(FIELD).fill("signs in a recruiter screen")
        expect(page.locator(f"{HITS}.chosen")).to_have_count(1)
        assert findings(page) == []


def test_the_tray_never_covers_what_is_read(reader) -> None:
    with reader.opens(width=360) as page:
        started(page, SENT, reader.site)
        page.goto(reader.site.url + "culture/values/")
        expect(page.locator(".tray")).to_be_visible()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        foot = page.locator(".foot p").last.bounding_box()
        assert foot["y"] + foot["height"] <= page.locator(".tray").bounding_box()["y"]
        page.get_by_role("button", name="Discard").click()
        page.get_by_role("button", name="Press again").click()
        expect(page.locator(".tray")).to_be_hidden()


def test_every_interview_page_offers_a_pack(reader) -> None:
    with reader.opens() as page:
        for stage in STAGES:
            page.goto(f"{reader.site.url}interviewing/{stage}/")
            page.locator(".offer a").first.click()
            page.get_by_role("link", name="Read it in one go").click()
            expect(page.locator(".pack__section").first).to_be_visible()
            expect(page.locator(".pack__notice")).to_have_count(0)


def test_the_clock_of_a_pack_is_the_readers_own(reader: Visitor) -> None:
    for zone in ("Asia/Shanghai", "America/Los_Angeles"):
        with reader.opens(f"pack/#{Pack(FOUR[:1], when='2026-12-03').fragment()}", timezone_id=zone) as page:
            expect(page.locator(".page__facts").first).to_contain_text(f"{datetime(2026, 12, 3):%A}, 3 December 2026")
