import "server-only";
import type { CSSProperties } from "react";

const sans = "Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "Menlo,Consolas,'DejaVu Sans Mono',monospace";

const sized = (size: number, line: number, color: string): CSSProperties => ({
  fontFamily: sans,
  fontSize: size,
  lineHeight: `${line}px`,
  color,
  margin: 0,
});

const line = "1px solid #e4e7ed";

/** The light palette, written into the elements: all that a mailbox without media queries sees. */
export const style = {
  body: { margin: 0, padding: 0, backgroundColor: "#f1f2f6" },
  container: { width: "100%", maxWidth: 624, padding: "32px 12px" },
  head: { padding: "0 4px 16px" },
  mark: { width: 28, height: 28, backgroundColor: "#4f4bc9", borderRadius: 8 },
  product: { ...sized(14, 28, "#171a21"), fontWeight: 600, paddingLeft: 10 },
  program: { ...sized(13, 28, "#5c6473"), textAlign: "right" },
  card: { backgroundColor: "#ffffff", border: line, borderRadius: 12 },
  part: { padding: "20px 32px 0" },
  first: { padding: "28px 32px 0" },
  last: { padding: "16px 32px 8px" },
  heading: { ...sized(20, 28, "#171a21"), fontWeight: 600, letterSpacing: "-.012em" },
  intro: { ...sized(14, 22, "#4b5260"), marginTop: 8 },
  codeBox: { backgroundColor: "#eeeefb", border: "1px solid #c9c8f1", borderRadius: 8, textAlign: "center" },
  codeLabel: { ...sized(13, 20, "#4b5260"), padding: "18px 16px 4px", textAlign: "center" },
  code: {
    ...sized(32, 44, "#171a21"),
    fontFamily: mono,
    fontWeight: 700,
    letterSpacing: 3,
    padding: "0 16px",
    textAlign: "center",
    whiteSpace: "nowrap",
  },
  codeNote: { ...sized(12, 18, "#4b5260"), padding: "4px 16px 18px", textAlign: "center" },
  button: {
    ...sized(15, 20, "#ffffff"),
    display: "block",
    padding: "12px 24px",
    backgroundColor: "#4f4bc9",
    borderRadius: 8,
    fontWeight: 600,
    textAlign: "center",
    textDecoration: "none",
  },
  actionNote: { ...sized(12, 18, "#626a7a"), marginTop: 8, textAlign: "center" },
  facts: { borderTop: line },
  label: {
    ...sized(13, 20, "#626a7a"),
    width: 104,
    padding: "9px 12px 9px 0",
    verticalAlign: "top",
    borderBottom: line,
  },
  value: {
    ...sized(14, 20, "#171a21"),
    padding: "9px 0",
    verticalAlign: "top",
    borderBottom: line,
    overflowWrap: "anywhere",
  },
  mono: { fontFamily: mono, fontSize: 13 },
  quiet: { color: "#626a7a" },
  note: { color: "#626a7a", fontSize: 12, lineHeight: "18px" },
  footer: { ...sized(12, 18, "#5c6473"), padding: "16px 12px 0", textAlign: "center" },
  link: { color: "#4541b8", textDecoration: "underline" },
} as const satisfies Record<string, CSSProperties>;

/** Narrow mailboxes, and a palette of their own for those that are dark. */
export const stylesheet = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){
.pad{padding-left:20px!important;padding-right:20px!important}
.code{font-size:26px!important;letter-spacing:1px!important;padding-left:4px!important;padding-right:4px!important}
.lbl{width:72px!important}
}
@media (prefers-color-scheme:dark){
.page,.page>table>tbody>tr>td{background-color:#0e1014!important}
.card{background-color:#15181e!important;border-color:#272c36!important}
.strong{color:#eceef2!important}
.soft{color:#b4bac6!important}
.quiet{color:#929aa9!important}
.line{border-color:#272c36!important}
.codebox{background-color:#22223f!important;border-color:#3f3d7c!important}
.lnk{color:#adabfb!important}
}`;
