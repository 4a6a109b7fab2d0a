/** A network as people read it: a single address without its prefix. */
export const plainNetwork = (cidr: string) => cidr.replace(/\/(32|128)$/, "");
