import type { Ref } from "react";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import { namesIn } from "./call";
import type { Operation } from "./library-context";

interface ParameterFieldsProps {
  operation: Operation;
  values: Readonly<Record<string, string>>;
  onChange: (name: string, value: string) => void;
  /** What a lookup goes by. */
  by: string;
  onBy: (by: string) => void;
  /** The field that must not stay empty, and what it says where it did. */
  first: Ref<HTMLInputElement>;
  fault: string | false;
}

const placeholders: Readonly<Record<string, string>> = {
  customerId: "cus_…",
  limit: "100",
  cursor: "next_cursor of the page before",
  updated_since: "2026-03-14T09:26:53Z",
  fields: "all that the token was granted",
  email: "anna@member.example",
  phone: "+4721983400",
};

/** What the operation takes, each in a field of its own; of a lookup's identifiers the one that is chosen. */
export function ParameterFields(props: ParameterFieldsProps) {
  const { operation, values, onChange, by, onBy, first, fault } = props;
  const identifiers = namesIn(operation, "body");
  const needed = [...namesIn(operation, "path"), ...(identifiers.length > 0 ? [by] : [])];
  const field = (name: string) => {
    const required = needed.includes(name);
    return (
      <TextField
        key={name}
        ref={required ? first : undefined}
        label={name}
        aside={required ? undefined : "optional"}
        mono
        autoComplete="off"
        placeholder={placeholders[name]}
        maxLength={1000}
        value={values[name] ?? ""}
        onChange={(value) => onChange(name, value)}
        error={required && fault}
      />
    );
  };
  return (
    <>
      {identifiers.length > 0 ? (
        <SelectField
          label="Look up by"
          options={identifiers.map((name) => ({ value: name, label: name }))}
          value={by}
          onChange={onBy}
        />
      ) : null}
      {needed.map(field)}
      {namesIn(operation, "query").map(field)}
    </>
  );
}
