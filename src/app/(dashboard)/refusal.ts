/** Runs a change for a dialog: null when it is done, or the sentence that says why not. */
export async function refusalOf(change: () => Promise<unknown>): Promise<string | null> {
  try {
    await change();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "That did not work. Try again.";
  }
}
