import "server-only";
import { demonstrationPassword, demonstrationPeople, demonstrationProgram } from "@/contracts/demonstration";

export interface WelcomeFacts {
  appUrl: URL;
  demonstration: boolean;
  /** Where /setup's code lies, while it is open. */
  setupCodePath: string | null;
  mail: "resend" | "mailbox";
  /** The data folder, in embedded mode. */
  dataDir: string | null;
}

/** What a start prints: where to go and whom to be. */
export function welcome({ appUrl, demonstration, setupCodePath, mail, dataDir }: WelcomeFacts): string {
  const at = (path: string) => new URL(path, appUrl).href;
  const lines = [`Countersign is ready at ${appUrl.origin}`];
  if (demonstration) lines.push("", `Demonstration of ${demonstrationProgram}. Sign in as`, ...people());
  if (setupCodePath !== null)
    lines.push("", `Set it up at ${at("/setup")} with the code in ${setupCodePath}`);
  if (mail === "mailbox") lines.push("", `E-mail arrives at ${at("/dev/mailbox")}`);
  if (dataDir !== null) lines.push(`The data is in ${dataDir}`);
  return `\n${lines.map((line) => (line ? `  ${line}` : "")).join("\n")}\n\n`;
}

function people(): string[] {
  const offered = demonstrationPeople.filter((person) => person.offered);
  const width = (of: (person: (typeof offered)[number]) => string) =>
    Math.max(...offered.map((one) => of(one).length));
  const [names, roles] = [width(({ name }) => name), width(({ role }) => role)];
  return [
    ...offered.map(({ name, role, email }) => `  ${name.padEnd(names)}  ${role.padEnd(roles)}  ${email}`),
    `with the password ${demonstrationPassword}`,
  ];
}
