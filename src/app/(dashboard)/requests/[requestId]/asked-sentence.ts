const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** "Priya Natarajan and Tomás Reyes were asked. The first decision counts." */
export function askedSentence(asked: ReadonlyArray<{ name: string }>): string {
  const names = list.format(asked.map(({ name }) => name));
  return `${names} ${asked.length === 1 ? "was" : "were"} asked. The first decision counts.`;
}
