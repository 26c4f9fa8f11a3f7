"""Pictures are made anew: upright, the same to the eye, with nothing hidden in them."""

from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from logbook.files import images
from logbook.files.images import Picture, made_anew
from logbook.files.kinds import SMALL_SIDE, FileKind, NotAccepted
from tests import files

KINDS = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.GIF)


def anew(content: bytes, kind: FileKind) -> Picture:
    return made_anew(BytesIO(content), kind)


def opened(picture: Picture) -> Image.Image:
    picture.content.seek(0)
    return Image.open(picture.content)


def pixel(image: Image.Image, place: tuple[int, int]) -> Any:
    return image.getpixel(place)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_about_place_or_camera_is_left(kind: FileKind) -> None:
    before = files.picture(kind.value)
    assert files.SECRET.encode() in before
    picture = anew(before, kind)
    for part in (picture.content, picture.small):
        part.seek(0)
        content = part.read()
        assert files.SECRET.encode() not in content
        assert b"Exif" not in content
        assert b"EXIF" not in content
        assert b"xmp" not in content.lower()
    image = opened(picture)
    assert image.format == kind.value
    assert not dict(image.getexif())
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_looks_the_same(kind: FileKind) -> None:
    image = opened(anew(files.picture(kind.value), kind)).convert("RGB")
    assert image.size == (60, 40)
    red, green, blue = pixel(image, (30, 5))
    assert red > 230
    assert max(green, blue) < 30
    assert pixel(image, (30, 35))[2] > 230


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"), [(3, (60, 40), (30, 35)), (6, (40, 60), (35, 30))]
)
def test_the_picture_stands_as_the_camera_was_held(
    orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    picture = anew(files.picture("JPEG", orientation=orientation), FileKind.JPEG)
    assert (picture.width, picture.height) == size
    assert pixel(opened(picture), red_at)[0] > 230


def test_glass_stays_glass() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")
    assert pixel(opened(anew(out.getvalue(), FileKind.PNG)), (5, 5))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_way_of_keeping_colours_is_understood(mode: str) -> None:
    kind = FileKind.JPEG if mode == "CMYK" else FileKind.PNG
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, kind.value)
    assert opened(anew(out.getvalue(), kind)).size == (8, 8)


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    out = BytesIO()
    Image.new("I;16", (8, 8), 128 * 256).save(out, "PNG")
    assert pixel(opened(anew(out.getvalue(), FileKind.PNG)), (4, 4)) == 128


@pytest.mark.parametrize("profile", [b"no profile at all", None])
def test_colours_are_turned_into_the_webs(profile: bytes | None) -> None:
    profile = profile or ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", icc_profile=profile)
    image = opened(anew(out.getvalue(), FileKind.JPEG))
    assert pixel(image, (4, 4))[0] > 230
    assert "icc_profile" not in image.info


def test_the_small_picture_is_small() -> None:
    picture = anew(files.picture("JPEG", (2000, 1000)), FileKind.JPEG)
    small = Image.open(picture.small)
    assert small.size == (SMALL_SIDE, SMALL_SIDE // 2)
    assert (picture.width, picture.height) == (2000, 1000)


@pytest.mark.parametrize("kind", [FileKind.GIF, FileKind.WEBP, FileKind.PNG])
def test_what_moves_is_refused(kind: FileKind) -> None:
    with pytest.raises(NotAccepted, match="rör sig"):
        anew(files.moving(kind.value), kind)


def test_a_picture_that_unpacks_a_thousand_times_is_refused_before_it_is_read() -> None:
    out = BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(NotAccepted, match="bildpunkter"):
        anew(out.getvalue(), FileKind.PNG)


@pytest.mark.parametrize("side", [8_001, 12_000])
def test_the_limit_of_pixels_holds_below_pillows_own(
    side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = BytesIO()
    Image.new("1", (side, 8_000)).save(out, "PNG")
    monkeypatch.setattr(images, "_upright", None)
    with pytest.raises(NotAccepted, match="bildpunkter"):
        anew(out.getvalue(), FileKind.PNG)


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_picture_is_refused(kind: FileKind) -> None:
    whole = files.picture(kind.value, (400, 300))
    with pytest.raises(NotAccepted, match="skadad"):
        anew(whole[: len(whole) // 2], kind)


def test_a_program_behind_a_picture_does_not_come_along() -> None:
    picture = anew(files.picture("GIF") + b"<script>x()</script>", FileKind.GIF)
    picture.content.seek(0)
    assert b"script" not in picture.content.read()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_picture_never_leads_to_an_accident(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    whole = bytearray(files.picture(kind.value))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(NotAccepted):
        assert opened(anew(bytes(whole), kind)).format == kind.value
