/** Stops with a sentence where this Node cannot run Countersign; imported before anything else. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23;

if (!fits) {
  console.error(
    `Countersign needs Node 20.19 or later, 22.12 or later, or 24 (recommended); this is ${process.versions.node}.`,
  );
  process.exit(1);
}
