const takesFocus = "input, textarea, select, button, [tabindex]";

/** Leads to the first field within that is marked as faulty, once it is drawn so; where none is, nothing moves. */
export function leadToFirstFault(within: ParentNode): void {
  requestAnimationFrame(() => {
    const marked = within.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid=true]");
    const field = marked?.matches(takesFocus) ? marked : marked?.querySelector<HTMLElement>(takesFocus);
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: "center" });
  });
}
