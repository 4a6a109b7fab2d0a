import { readBits, writeBits } from "./address-bits";

/** Why a text is not an address or network; closed, so that screens and the API can tell them apart. */
export type AddressProblemCode =
  | "not_an_address"
  | "name"
  | "link"
  | "number_too_large"
  | "punctuation"
  | "wildcard"
  | "from_to"
  | "leading_zero"
  | "short_form"
  | "hex_form"
  | "zone"
  | "port"
  | "brackets"
  | "netmask"
  | "host_bits"
  | "prefix_leading_zero"
  | "prefix_out_of_range"
  | "everything"
  | "too_wide"
  | "unrequestable";

export interface AddressProblem {
  code: AddressProblemCode;
  /** A sentence that names the text and what is wrong with it. */
  message: string;
  /** Mended texts, each of them acceptable as it stands. */
  suggestions: string[];
}

type Diagnosis = (text: string) => AddressProblem | null;

/** Shortens what is repeated to the sender, and keeps control characters out of messages. */
export function quote(text: string): string {
  const shown = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}

export function problem(
  code: AddressProblemCode,
  message: string,
  suggestions: string[] = [],
): AddressProblem {
  return { code, message, suggestions };
}

const mended = (text: string): string[] => {
  const bits = readBits(text);
  return bits ? [writeBits(bits)] : [];
};

const zone: Diagnosis = (text) =>
  text.includes("%")
    ? problem(
        "zone",
        `${quote(text)} has a zone, which means something on one machine only.`,
        mended(text.replace(/%.*$/s, "")),
      )
    : null;

const brackets: Diagnosis = (text) => {
  const inner = /^\[([^[\]]*)\](:\d+)?$/.exec(text);
  if (!inner) return null;
  const code = inner[2] ? "port" : "brackets";
  return problem(code, `${quote(text)} has brackets; write the address alone.`, mended(inner[1] ?? ""));
};

const port: Diagnosis = (text) => {
  const match = /^([\d.]+):(\d+)$/.exec(text);
  return match && (match[1] ?? "").includes(".")
    ? problem("port", `${quote(text)} has a port; write the address alone.`, mended(match[1] ?? ""))
    : null;
};

const hexForm: Diagnosis = (text) =>
  /^[\dxa-f.]+$/i.test(text) && /(^|\.)0x/i.test(text)
    ? problem("hex_form", `${quote(text)} has hexadecimal parts; write four decimal numbers.`)
    : null;

const leadingZero: Diagnosis = (text) => {
  const tail = /(^|:)(\d+(?:\.\d+){3})$/.exec(text)?.[2];
  if (!tail || !/(^|\.)0\d/.test(tail)) return null;
  const decimal = text.slice(0, text.length - tail.length) + tail.replace(/(^|\.)0+(?=\d)/g, "$1");
  return problem(
    "leading_zero",
    `${quote(text)} has a leading zero, which some programs read as octal.`,
    mended(decimal),
  );
};

const shortForm: Diagnosis = (text) =>
  /^\d+(\.\d+){0,2}\.?$/.test(text)
    ? problem("short_form", `${quote(text)} is a short form; an IPv4 address has four numbers.`)
    : null;

const link: Diagnosis = (text) => {
  const host = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(text)?.[1];
  if (host === undefined) return null;
  const found = mended(host.replace(/^\[|\]$/g, ""));
  return problem("link", `${quote(text)} is a link; write the address alone.`, found);
};

const punctuation: Diagnosis = (text) => {
  const bare = text.replace(/^[.(<{|]+|[.)>}|]+$/g, "");
  const found = bare === text ? [] : mended(bare);
  if (found.length === 0) return null;
  return problem("punctuation", `${quote(text)} has marks around it; write the address alone.`, found);
};

const numberTooLarge: Diagnosis = (text) => {
  const part = /^\d+(?:\.\d+){3}$/.test(text) ? text.split(".").find((one) => Number(one) > 255) : undefined;
  if (part === undefined) return null;
  return problem("number_too_large", `${quote(text)} has ${quote(part)} in it; no part goes beyond 255.`);
};

const name: Diagnosis = (text) =>
  /^[\w-]+(\.[\w-]+)*$/.test(text) && /[a-z_]/i.test(text)
    ? problem("name", `${quote(text)} is a name, which can be pointed elsewhere; write the address itself.`)
    : null;

const diagnoses: readonly Diagnosis[] = [
  link,
  zone,
  brackets,
  port,
  punctuation,
  hexForm,
  leadingZero,
  shortForm,
  numberTooLarge,
  name,
];

/** Says what is wrong with a text that the strict grammar has already refused. */
export function diagnose(text: string): AddressProblem {
  if (text.length <= 200) {
    for (const look of diagnoses) {
      const found = look(text);
      if (found) return found;
    }
  }
  return problem("not_an_address", `${quote(text) || "An empty text"} is not an IPv4 or IPv6 address.`);
}
