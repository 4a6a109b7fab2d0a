import "server-only";

/** The single-use code that proves access to the server's own files; kept there, never in the database. */
export interface SetupCode {
  matches(given: string): boolean;
  spend(): void;
}
