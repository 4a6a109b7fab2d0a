import { useRef, useState } from "react";
import { missingReason } from "./approval-reason";

/** The reason of a form that may ask for an approval. `missing` marks an empty field and leads to it. */
export function useApprovalReason() {
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const [value, setValue] = useState("");
  const [error, setError] = useState<string | null>(null);
  const onChange = (reason: string) => {
    setValue(reason);
    setError(null);
  };
  /** True where a reason is needed, and none was given: the field stands only where one is. */
  const missing = () => {
    if (!fieldRef.current || value.trim() !== "") return false;
    setError(missingReason);
    fieldRef.current.focus();
    return true;
  };
  return {
    given: value.trim() || undefined,
    missing,
    clear: () => onChange(""),
    field: { value, onChange, error, fieldRef },
  };
}
