/** The requests that wait, everybody's: what a decider sees. */
export const othersWaiting = { group: "waiting", mine: false, search: "", page: 1 } as const;

/** One's own open requests. */
export const myOpen = { group: "waiting", mine: true, search: "", page: 1 } as const;

/** Tokens that read nothing until a lift is approved. */
export const suspendedList = { group: "suspended", search: "", page: 1 } as const;

/** One's own tokens that were generated and not submitted. */
export const myDrafts = { group: "drafts", owner: "me", search: "", page: 1 } as const;

/** Tokens with a secret that somebody has yet to display. */
export const toDisplayList = { group: "to_display", search: "", page: 1 } as const;
