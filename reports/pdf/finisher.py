"""What WeasyPrint 70 leaves undone for one file that is both PDF/A-3a and PDF/UA-1.

It writes one variant at a time (we ask for PDF/A-3a) and calls `finish` last. Checked with veraPDF.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

from reports.pdf import hyphen

# PDF/A wants every XMP property outside its own list described by an extension schema.
PDFUA_XMP = b"""
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    _declare_pdfua(pdf)
    _scope_header_cells(pdf)
    _make_running_heads_artifacts(pdf)
    _print_links(pdf)
    _list_each_attachment_once(pdf)
    hyphen.read_as_soft_hyphens(pdf)


def _declare_pdfua(pdf: pydyf.PDF) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [part.replace(b"</rdf:RDF>", PDFUA_XMP) for part in metadata.stream]


def _scope_header_cells(pdf: pydyf.PDF) -> None:
    """Say which way each header cell points, and tie cells to the group heading above them."""
    for table in _elements(pdf, "Table"):
        group: list[Any] = []
        for row in _rows(pdf, table):
            headers = [cell for cell in _kids(pdf, row) if cell.get("S") == "/TH"]
            cells = [cell for cell in _kids(pdf, row) if cell.get("S") == "/TD"]
            for cell in headers:
                cell["A"]["Scope"] = "/Row" if cells else "/Column"
            if len(headers) == 1 and not cells and "ColSpan" in headers[0]["A"]:
                group = [headers[0]["ID"]]
            if group:
                for cell in cells:
                    cell["A"]["Headers"] = pydyf.Array([*group, *cell["A"]["Headers"]])


def _make_running_heads_artifacts(pdf: pydyf.PDF) -> None:
    """Mark what stands outside the structure as decoration of the page.

    WeasyPrint tags the margins' text and leaves it out of the tree: neither content nor artifact.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    parents = _object(pdf, root["ParentTree"])["Nums"]
    in_tree = set(_marked_content(pdf, root))
    for number, page in enumerate(pdf.page_references):
        stream = _object(pdf, _object(pdf, page)["Contents"]).stream
        for place, item in enumerate(stream):
            if not isinstance(item, dict) or "MCID" not in item:
                continue
            if (page, item["MCID"]) not in in_tree:
                parents[2 * number + 1][item.pop("MCID")] = b"null"
                item["Type"] = "/Pagination"
                stream[place - 1] = "/Artifact"


def _marked_content(pdf: pydyf.PDF, element: Any) -> Iterator[tuple[bytes, int]]:
    """(page, number) of every piece of the pages that the element and those below it hold."""
    for kid in element.get("K", ()):
        if isinstance(kid, int):
            yield element["Pg"], kid
    for kid in _kids(pdf, element):
        yield from _marked_content(pdf, kid)


def _print_links(pdf: pydyf.PDF) -> None:
    for annotation in pdf.objects:
        if isinstance(annotation, dict) and annotation.get("Subtype") == "/Link":
            annotation["F"] = 4  # the Print flag, which PDF/A demands


def _list_each_attachment_once(pdf: pydyf.PDF) -> None:
    # WeasyPrint finds them both by name and among all objects.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _object(pdf: pydyf.PDF, reference: Any) -> Any:
    """The object behind `12 0 R`."""
    return pdf.objects[int(reference.split()[0])]


def _elements(pdf: pydyf.PDF, tag: str) -> Iterator[Any]:
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == f"/{tag}":
            yield element


def _kids(pdf: pydyf.PDF, element: Any) -> Iterator[Any]:
    for kid in element.get("K", ()):
        # A number is marked content of the page, not an element.
        if not isinstance(kid, int):
            found = _object(pdf, kid)
            if isinstance(found, dict):
                yield found


def _rows(pdf: pydyf.PDF, table: Any) -> Iterator[Any]:
    for kid in _kids(pdf, table):
        if kid.get("S") == "/TR":
            yield kid
        elif kid.get("S") in ("/THead", "/TBody", "/TFoot", "/NonStruct"):
            yield from _rows(pdf, kid)
