"""What may stand in a PDF that only shows text and pictures: shape -> key -> shape of its value (ISO 32000-1).

``plain`` is a number, a name, a truth value or an array of them; ``text`` may be a string too. ``{x}`` is a dictionary from
any name to x, ``[x]`` an array of x or one x. A key that is not here does not come through, so nothing that acts does.
"""

_STREAMED_SHADING = {
    "BitsPerCoordinate": "plain",
    "BitsPerComponent": "plain",
    "BitsPerFlag": "plain",
    "Decode": "plain",
}

SHAPES: dict[str, dict[str, str]] = {
    "resources": {
        "Font": "{font}",
        "XObject": "{xobject}",
        "ExtGState": "{state}",
        "ColorSpace": "{colour}",
        "Pattern": "{pattern}",
        "Shading": "{shading}",
    },
    # ---------------------------------------------------------------- letters
    "font": {
        "Type": "plain",
        "Subtype": "plain",
        "Name": "plain",
        "BaseFont": "plain",
        "FirstChar": "plain",
        "LastChar": "plain",
        "Widths": "plain",
        "FontDescriptor": "descriptor",
        "Encoding": "encoding",
        "ToUnicode": "cmap",
        "DescendantFonts": "[font]",
        "CIDSystemInfo": "collection",
        "DW": "plain",
        "W": "plain",
        "DW2": "plain",
        "W2": "plain",
        "CIDToGIDMap": "letters",
        "FontBBox": "plain",
        "FontMatrix": "plain",
        "CharProcs": "{drawing}",
        "Resources": "resources",
    },
    "descriptor": {
        "Type": "plain",
        "FontName": "plain",
        "FontFamily": "text",
        "FontStretch": "plain",
        "FontWeight": "plain",
        "Flags": "plain",
        "FontBBox": "plain",
        "ItalicAngle": "plain",
        "Ascent": "plain",
        "Descent": "plain",
        "Leading": "plain",
        "CapHeight": "plain",
        "XHeight": "plain",
        "StemV": "plain",
        "StemH": "plain",
        "AvgWidth": "plain",
        "MaxWidth": "plain",
        "MissingWidth": "plain",
        "CharSet": "text",
        "FontFile": "letters",
        "FontFile2": "letters",
        "FontFile3": "letters",
        "CIDSet": "letters",
    },
    "letters": {"Subtype": "plain", "Length1": "plain", "Length2": "plain", "Length3": "plain"},
    "encoding": {"Type": "plain", "BaseEncoding": "plain", "Differences": "plain"},
    "cmap": {"Type": "plain", "CMapName": "plain", "CIDSystemInfo": "collection", "WMode": "plain", "UseCMap": "cmap"},
    "collection": {"Registry": "text", "Ordering": "text", "Supplement": "plain"},
    # ---------------------------------------------------------------- pictures and drawings
    "image": {
        "Type": "plain",
        "Subtype": "plain",
        "Width": "plain",
        "Height": "plain",
        "ColorSpace": "colour",
        "BitsPerComponent": "plain",
        "Intent": "plain",
        "ImageMask": "plain",
        "Mask": "mask",
        "SMask": "image",
        "Matte": "plain",
        "Decode": "plain",
        "Interpolate": "plain",
    },
    "form": {
        "Type": "plain",
        "Subtype": "plain",
        "FormType": "plain",
        "BBox": "plain",
        "Matrix": "plain",
        "Resources": "resources",
        "Group": "group",
    },
    "drawing": {},
    "group": {"Type": "plain", "S": "plain", "CS": "colour", "I": "plain", "K": "plain"},
    # ---------------------------------------------------------------- colours
    "state": {
        **dict.fromkeys(
            [
                "Type",
                "LW",
                "LC",
                "LJ",
                "ML",
                "D",
                "RI",
                "OP",
                "op",
                "OPM",
                "FL",
                "SM",
                "SA",
                "BM",
                "CA",
                "ca",
                "AIS",
                "TK",
            ],
            "plain",
        ),
        "SMask": "soft_mask",
    },
    "soft_mask": {"Type": "plain", "S": "plain", "G": "form", "BC": "plain", "TR": "function"},
    "profile": {"N": "plain", "Alternate": "colour", "Range": "plain"},
    "calibration": {
        "WhitePoint": "plain",
        "BlackPoint": "plain",
        "Gamma": "plain",
        "Matrix": "plain",
        "Range": "plain",
    },
    "lookup": {},
    "function": {
        **dict.fromkeys(
            ["FunctionType", "Domain", "Range", "Size", "BitsPerSample", "Order", "Encode", "Decode", "C0", "C1", "N"],
            "plain",
        ),
        "Functions": "[function]",
        "Bounds": "plain",
    },
    "pattern": {
        "Type": "plain",
        "PatternType": "plain",
        "PaintType": "plain",
        "TilingType": "plain",
        "BBox": "plain",
        "XStep": "plain",
        "YStep": "plain",
        "Matrix": "plain",
        "Resources": "resources",
        "Shading": "shading",
        "ExtGState": "state",
    },
    "shading": {
        "ShadingType": "plain",
        "ColorSpace": "colour",
        "Background": "plain",
        "BBox": "plain",
        "AntiAlias": "plain",
        "Coords": "plain",
        "Domain": "plain",
        "Function": "[function]",
        "Extend": "plain",
        "Matrix": "plain",
        "VerticesPerRow": "plain",
        **_STREAMED_SHADING,
    },
}

#: Shapes that may be a stream, and those whose stream is a list of drawing operators.
STREAMS = {
    "letters", "encoding", "cmap", "image", "form", "drawing", "profile", "lookup", "function", "pattern", "shading",
}  # fmt: skip
DRAWN = {"form", "drawing", "pattern"}
#: Shapes that must be a stream: as a dictionary they mean nothing.
ONLY_STREAMS = {"letters", "cmap", "image", "form", "drawing", "profile"}
#: Shapes for which a name will do (``/Identity-H``, ``/None``, ``/Identity``).
NAMED = {"encoding", "cmap", "letters", "colour", "soft_mask", "function"}

#: Family of colours -> shapes of what follows its name (ISO 32000-1, table 62).
COLOURS: dict[str, tuple[str, ...]] = {
    "DeviceGray": (),
    "DeviceRGB": (),
    "DeviceCMYK": (),
    "G": (),
    "RGB": (),
    "CMYK": (),
    "CalGray": ("calibration",),
    "CalRGB": ("calibration",),
    "Lab": ("calibration",),
    "ICCBased": ("profile",),
    "Indexed": ("colour", "plain", "lookup"),
    "I": ("colour", "plain", "lookup"),
    "Separation": ("plain", "colour", "function"),
    "DeviceN": ("plain", "colour", "function"),
    "Pattern": ("colour",),
}
