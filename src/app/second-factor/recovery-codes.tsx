"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { CopyButton } from "@/components/copy-button";
import { saveFile } from "../save-file";

/** Ten recovery codes, seen once; kept before anything else is done. */
export function RecoveryCodes({ codes, onSaved }: { codes: readonly string[]; onSaved: () => void }) {
  const [kept, setKept] = useState(false);
  const text = `${codes.join("\n")}\n`;
  return (
    <div className="stack-4">
      <Alert tone="pending" title="Save these recovery codes">
        Each signs you in once where your second factor is lost. They are not shown again.
      </Alert>
      <ul
        className="flex flex-wrap gap-x-6 gap-y-1 rounded-lg bg-surface-2 p-4 font-mono text-13"
        aria-label="Recovery codes"
      >
        {codes.map((code) => (
          <li key={code} className="whitespace-nowrap">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton
          text={text}
          name="the recovery codes"
          label="Copy"
          variant="secondary"
          onCopied={() => setKept(true)}
        />
        <Button
          icon={<Download />}
          onPress={() => {
            saveFile("countersign-recovery-codes.txt", text, "text/plain");
            setKept(true);
          }}
        >
          Download
        </Button>
        <Button variant={kept ? "primary" : "secondary"} onPress={onSaved}>
          I have saved them
        </Button>
      </div>
    </div>
  );
}
