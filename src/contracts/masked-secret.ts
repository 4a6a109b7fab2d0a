/** What every secret begins with; apart from the making of secrets, so that pages load nothing of it. */
export const secretPrefix = "cs_live_";

/** Prefix and last four characters: all that is kept for people to recognise a secret by. */
export const maskedSecret = (lastFour: string): string => `${secretPrefix}…${lastFour}`;
