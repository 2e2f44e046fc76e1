"""Small SVG pictures that take colors and fonts from the page around them."""

from __future__ import annotations

from markupsafe import Markup, escape


class Svg:
    """A picture being drawn, in units of its own.

    Parameters
    ----------
    width, height : float
    title : str
        What a screen reader says.
    style : str
        Class of the element.
    is_stretched : bool
        Fill the box given, whatever its shape (pictures without text).
    """

    def __init__(
        self,
        width: float,
        height: float,
        title: str,
        *,
        style: str = "picture",
        is_stretched: bool = False,
    ) -> None:
        self.width, self.height = width, height
        stretch = ' preserveAspectRatio="none"' if is_stretched else ""
        box = f'viewBox="0 0 {_n(width)} {_n(height)}"{stretch}'
        label = f'role="img" aria-label="{escape(title)}"'
        self._parts = [f'<svg class="{style}" {box} {label}>']

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        style: str,
        tip: str = "",
    ) -> None:
        """Draw a rectangle; ``tip`` shows when the pointer rests on it."""
        start = (
            f'<rect class="{style}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" '
            f'height="{_n(height)}"'
        )
        end = f"><title>{escape(tip)}</title></rect>" if tip else "/>"
        self._parts.append(start + end)

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
        """Draw a line."""
        self._parts.append(
            f'<line class="{style}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" '
            f'y2="{_n(y2)}"/>'
        )

    def path(self, commands: str, style: str) -> None:
        """Draw a path."""
        self._parts.append(f'<path class="{style}" d="{commands}"/>')

    def text(
        self, x: float, y: float, text: str, style: str, anchor: str = "middle"
    ) -> None:
        """Write text; ``anchor`` is start, middle or end."""
        self._parts.append(
            f'<text class="{style}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
        )

    def markup(self) -> Markup:
        """Return the picture; everything in it that came from people is escaped."""
        return Markup("".join([*self._parts, "</svg>"]))  # noqa: S704 - escaped above


def _n(value: float) -> str:
    """Return a number as short as it can be."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
