import "server-only";

/** How long a session lasts; every comparison is made in SQL. */
export const sessionLife = {
  /** From sign-in to the end, whatever happens. */
  hours: 12,
  /** Without a request. */
  idleMinutes: 60,
  /** How long a proof by second factor or password stays fresh. */
  proofMinutes: 5,
} as const;
