"use client";

import { Button } from "@/components/button";

function jump(selector: string) {
  const rail = document.getElementById("decide");
  rail?.scrollIntoView();
  rail?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
}

/** Where the answers do not stand beside, both stay in reach at the foot and lead to where they are given. */
export function JumpFoot() {
  return (
    <div className="sticky bottom-0 z-5 grid grid-cols-2 gap-2 border-line border-t bg-surface px-4 py-3 desk:px-6 @[52rem]:hidden">
      <Button block variant="primary" onPress={() => jump("input")}>
        Approve with code
      </Button>
      <Button block variant="danger" onPress={() => jump("textarea")}>
        Reject
      </Button>
    </div>
  );
}
