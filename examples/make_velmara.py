"""Make the binary documents of the bundled case: a DOCX, an XLSX, a PDF and a JPEG.

The Republic of Velmara and everyone in it are invented. The bytes are the same on every run:
dates inside the files are fixed, also those that the libraries would set to the present. Run it
after a change, and commit what it makes:

    python examples/make_velmara.py [FOLDER]
"""

import io
import re
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from openpyxl import Workbook
from PIL import Image, ImageDraw

HERE = Path(__file__).parent / "velmara" / "documents"
FICTIONAL = (
    "Fictional document, written for OnRecord's bundled case: "
    "the Republic of Velmara and everyone in it are invented."
)
ARCHIVE_DATE = (2021, 10, 2, 9, 0, 0)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")

TESTIMONY = """\
Testimony S-07

Taken by the Northern Rights Observatory in Marsa Torin on 24 September 2021. The name of the \
witness is held in the sealed header of this file and is not to be published.

I lived in Tel Orva, in the lower town, not far from the mill. On Friday 17 September we heard \
shooting from the direction of Deir Halun all afternoon. We stayed inside. In the evening the \
electricity was cut.

On Saturday morning, it must have been around seven, I saw two trucks of the National Guard stop \
in front of the bakery. About 20 men got out. Some of them had the armbands of the Ostrel \
Volunteers. They broke the door of the house opposite, where a father lived with his wife and \
three children. I heard shots. Nobody came out of that house again.

I did not see who fired. I saw the men go in and I saw them come out.

Later that day soldiers took six men from our street to the schoolyard. A neighbour told me that \
they were executed there behind the wall. I did not go to look. In the afternoon the shops around \
the market were burning.

I want to say one more thing. One of the guards, a young man, told us in a low voice to leave by \
the river and not by the road. We left at night with eleven others and walked to Ain Lorat. He \
may have saved our lives.

Before that, in August, fighters of the Sarn Liberation Front had come to the same street. They \
beat the pharmacist because he sold medicine to the guards, and they took his car."""

REPORT = (
    (
        "Summary",
        "The Northern Rights Observatory interviewed 61 people between 20 and 27 September 2021. "
        "It has documented the killing of 44 people in the Sarn Valley between 16 and 19 "
        "September 2021. The real number is probably higher.\n"
        "The Interior Ministry has said that 27 people lost their lives. The Sarn Committee said "
        "on 19 September that at least 40 people had been killed, and on 22 September that 46 had "
        "been. Residents spoke of dozens of dead in Tel Orva alone.",
    ),
    (
        "1. The ambush at the Halun bridge",
        "On 16 September at about 05:40, fighters of the Sarn Liberation Front attacked a convoy "
        "of the National Guard near the Halun bridge. Fourteen guards and two civilian drivers "
        "were killed. A survivor told the Observatory that only 11 guards had died at the bridge "
        "and that three had been killed after they had laid down their weapons. Four guards were "
        "abducted.",
    ),
    (
        "2. Deir Halun",
        "On 17 September, units of the National Guard entered Deir Halun from the south. "
        "According to 14 witnesses, they were accompanied by members of the Ostrel Volunteers. "
        "The Observatory documented the killing of nine people in Deir Halun. Of these nine "
        "people, 11 were shot at close range. At least 12 men were detained and have not been "
        "seen since.",
    ),
    (
        "3. Tel Orva",
        "In Tel Orva, 47 people were killed between 17 and 19 September. Five members of one "
        "family were shot in their house on the morning of 18 September. Witnesses said that men "
        "in grey uniforms executed six residents in the schoolyard. The Observatory could not "
        "establish which unit the men belonged to. Some 120 houses and shops were looted or "
        "burned.",
    ),
    (
        "4. Flight",
        "Between 3,000 and 3,500 people fled from the two towns to Marsa Torin, to Ain Lorat and "
        "to the Monastery of Saint Orsan. Most had not returned when this report was written.",
    ),
    (
        "Note on figures",
        "The figures of sections 2 and 3 were collected by two teams. They have not been "
        "reconciled with each other or with the figure of the summary.",
    ),
)

LIST_TITLE = "رابطة أهالي وادي سارن – قائمة الضحايا (مثال خيالي)"
LIST_GROUPS = ("", "الشخص", "", "", "", "", "الحادثة", "", "")
LIST_HEADER = (
    "الرقم", "الاسم", "اسم الأب", "العائلة", "العمر", "الجنس",
    "مكان الوفاة", "تاريخ الوفاة", "ملاحظات",
)  # fmt: skip
TEL_ORVA, DEIR_HALUN, BRIDGE = "تل أورفا", "دير هلون", "جسر هلون"
MALE, FEMALE = "ذكر", "أنثى"
LIST_ROWS = (
    ("زكي", "عدنان", "تورناسي", 50, MALE, BRIDGE, "16/09/2021", "سائق مدني"),
    ("حسن", "خليل", "سراتي", 34, MALE, DEIR_HALUN, "17/09/2021", ""),
    ("خليل", "جميل", "نسميري", 66, MALE, DEIR_HALUN, "17/09/2021", ""),
    ("منى", "", "نسميري", 60, FEMALE, DEIR_HALUN, "17/09/2021", "زوجة خليل"),
    ("كريم", "سمير", "دورساني", 19, MALE, TEL_ORVA, "17/09/2021", ""),
    ("إبراهيم", "يوسف", "هلواري", 54, MALE, TEL_ORVA, "18/09/2021", "عائلة واحدة"),
    ("سلمى", "", "هلواري", 49, FEMALE, TEL_ORVA, "18/09/2021", "عائلة واحدة"),
    ("رنا", "إبراهيم", "هلواري", 17, FEMALE, TEL_ORVA, "18/09/2021", "عائلة واحدة"),
    ("عمر", "إبراهيم", "هلواري", 12, MALE, TEL_ORVA, "18/09/2021", "عائلة واحدة"),
    ("هدى", "إبراهيم", "هلواري", 8, FEMALE, TEL_ORVA, "18/09/2021", "عائلة واحدة"),
    ("حسن", "عمر", "سراتي", 61, MALE, TEL_ORVA, "18/09/2021", ""),
    ("يوسف", "منير", "كتراني", 27, MALE, TEL_ORVA, "18/09/2021", ""),
    ("مريم", "", "كتراني", 25, FEMALE, TEL_ORVA, "18/09/2021", "زوجة يوسف"),
    ("نادية", "", "زلفاري", 38, FEMALE, TEL_ORVA, "18/09/2021", ""),
    ("رشيد", "", "لوراتي", None, MALE, TEL_ORVA, "18/09/2021", ""),
    ("سناء", "", "لوراتي", 47, FEMALE, TEL_ORVA, "18/09/2021", ""),
    ("بسام", "فادي", "بلحاتي", 44, MALE, TEL_ORVA, "18/09/2021", ""),
    ("بسّام", "", "البلحاتي", 44, MALE, TEL_ORVA, "18/09/2021", ""),
    ("فادي", "بسام", "بلحاتي", 16, MALE, TEL_ORVA, "18/09/2021", ""),
    ("لبنى", "", "شدلوني", 22, FEMALE, TEL_ORVA, "18/09/2021", ""),
    ("دلال", "", "روانسي", 40, FEMALE, TEL_ORVA, "18/09/2021", ""),
    ("هادي", "", "تمروني", 18, MALE, TEL_ORVA, "18/09/2021", ""),
    ("وداد", "", "تمروني", 20, FEMALE, TEL_ORVA, "18/09/2021", ""),
    ("رجل مجهول الهوية", "", "", None, MALE, TEL_ORVA, "18/09/2021", "دُفن في تل أورفا"),
    ("ريم", "", "أشواري", 6, FEMALE, TEL_ORVA, "19/09/2021", ""),
    ("سعاد", "", "حمرسي", 55, FEMALE, TEL_ORVA, "19/09/2021", ""),
)


def testimony() -> bytes:
    """The testimony as DOCX; the protected name stands in its core properties alone."""
    document = Document()
    heading, *paragraphs = TESTIMONY.split("\n\n")
    document.add_heading(heading, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    about = document.core_properties
    about.title, about.author, about.comments = "Testimony S-07", "Idris Talmeran", FICTIONAL
    about.language = "en"
    about.created = datetime(2021, 9, 24, 12, 0)
    about.last_modified_by = "Northern Rights Observatory"
    made = io.BytesIO()
    document.save(made)
    return settled(made.getvalue())


def relatives_list() -> bytes:
    """The relatives' list as XLSX, right to left, with a title and two header rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "الضحايا"
    sheet.sheet_view.rightToLeft = True
    sheet.append([LIST_TITLE])
    sheet.append(LIST_GROUPS)
    sheet.append(LIST_HEADER)
    for number, row in enumerate(LIST_ROWS, start=1):
        sheet.append([number, *row])
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("B2:F2")
    sheet.merge_cells("G2:H2")
    about = book.properties
    about.title, about.creator, about.description = "قائمة الضحايا", LIST_TITLE, FICTIONAL
    about.created = datetime(2021, 10, 2, 9, 0)
    made = io.BytesIO()
    book.save(made)
    return settled(made.getvalue())


def report() -> bytes:
    """The report of the observatory as PDF, one section after another, with numbered pages."""
    pdf = FPDF(format="A4")
    pdf.set_compression(False)
    pdf.set_creation_date(datetime(2021, 9, 30, 8, 0, tzinfo=UTC))
    pdf.set_title("Four days in the Sarn Valley, 16 to 19 September 2021")
    pdf.set_author("Northern Rights Observatory")
    pdf.set_subject(FICTIONAL)
    pdf.set_lang("en")
    pdf.set_margin(25)
    pdf.add_page()
    _write(pdf, "Northern Rights Observatory", size=10)
    _write(pdf, "Four days in the Sarn Valley, 16 to 19 September 2021", size=18, style="B")
    _write(pdf, "Report, 30 September 2021", size=10)
    for heading, text in REPORT:
        if heading.startswith("3."):
            pdf.add_page()
        _write(pdf, heading, size=13, style="B")
        for paragraph in text.split("\n"):
            _write(pdf, paragraph, size=11)
    _write(pdf, FICTIONAL, size=8, style="I")
    return bytes(pdf.output())


def _write(pdf: FPDF, text: str, *, size: int, style: str = "") -> None:
    pdf.set_font("Helvetica", style=style, size=size)
    pdf.multi_cell(0, size * 0.5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
    pdf.ln(3)


def photograph() -> bytes:
    """A drawn view of hills and a road as JPEG, with the EXIF fields of a camera."""
    image = Image.new("RGB", (960, 640))
    draw = ImageDraw.Draw(image)
    for y in range(640):
        draw.line([(0, y), (960, y)], fill=(168 + y // 12, 190 + y // 20, 205 - y // 10))
    draw.polygon([(0, 360), (240, 250), (520, 350), (760, 240), (960, 330), (960, 640), (0, 640)],
                 fill=(132, 146, 124))  # fmt: skip
    draw.polygon([(0, 450), (330, 380), (640, 440), (960, 390), (960, 640), (0, 640)],
                 fill=(108, 122, 98))  # fmt: skip
    draw.polygon([(440, 640), (560, 640), (512, 430), (500, 430)], fill=(190, 182, 166))
    for x, height in ((590, 46), (640, 62), (700, 40), (745, 54)):
        draw.rectangle([x, 440 - height, x + 40, 440], fill=(205, 196, 178))
    made = io.BytesIO()
    image.save(made, format="JPEG", quality=85, exif=_exif())
    return made.getvalue()


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = FICTIONAL  # ImageDescription
    exif[0x010F], exif[0x0110] = "Velmara Optical", "VO-3"  # Make, Model
    exif[0x0132] = "2021:09:18 16:42:10"  # DateTime
    exif[0x013B] = "Torin Herald picture desk"  # Artist
    taken = exif.get_ifd(0x8769)
    taken[0x9003] = "2021:09:18 16:42:10"  # DateTimeOriginal
    taken[0x9011] = "+00:00"  # OffsetTimeOriginal
    position = exif.get_ifd(0x8825)
    position[1], position[2] = "S", (30.0, 21.0, 36.0)  # 30.36 south, as in places.csv
    position[3], position[4] = "W", (18.0, 28.0, 12.0)  # 18.47 west
    return exif.tobytes()


def settled(archive: bytes) -> bytes:
    """The same archive with fixed dates, members in the same order."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                # openpyxl writes the present time here, whatever it was told.
                content = MODIFIED.sub(rb"\g<1>2021-10-02T09:00:00Z", content)
            entry = zipfile.ZipInfo(member.filename, ARCHIVE_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return made.getvalue()


def documents() -> dict[str, bytes]:
    """The bytes of every binary document of the case, by file name."""
    return {
        "testimony-s07.docx": testimony(),
        "relatives-association-list.xlsx": relatives_list(),
        "observatory-report-2021-09-30.pdf": report(),
        "tel-orva-2021-09-18.jpg": photograph(),
    }


def main(folder: Path) -> None:
    """Write every binary document into the folder."""
    for name, content in documents().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
