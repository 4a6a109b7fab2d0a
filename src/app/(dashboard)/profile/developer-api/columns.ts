/** Library, words, trial; the trial goes below when there is no room beside, and narrow all stand in one column. */
export const columns = {
  frame:
    "grid min-h-[calc(100vh-var(--bar))] bg-surface desk:grid-cols-[200px_minmax(0,1fr)] min-[78rem]:grid-cols-[clamp(200px,16vw,228px)_minmax(0,1fr)_clamp(360px,29vw,412px)]",
  library:
    "grid grid-cols-[minmax(0,1fr)] content-start gap-0.5 border-line border-r bg-bg px-3 py-4 max-desk:hidden",
  words: "grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-5 px-4 pt-5 pb-8 desk:px-6",
  trial:
    "grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4 border-line border-t bg-bg px-4 pt-4 pb-6 desk:col-span-full desk:px-5 min-[78rem]:col-span-1 min-[78rem]:border-t-0 min-[78rem]:border-l",
};
