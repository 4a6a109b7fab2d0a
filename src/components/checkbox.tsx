import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";

interface CheckboxProps {
  children: ReactNode;
  detail?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  name?: string;
}

/** A choice that is on or off, with its words beside it. */
export function Checkbox({ children, detail, checked, onChange, disabled, name }: CheckboxProps) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex items-start gap-2.5 text-13 has-disabled:opacity-50">
      <CheckboxBox id={id} checked={checked} onChange={onChange} disabled={disabled} name={name} />
      <span className="min-w-0">
        {children}
        {detail ? <span className="block text-12 text-text-3">{detail}</span> : null}
      </span>
    </label>
  );
}

type BoxProps = Pick<CheckboxProps, "checked" | "onChange" | "disabled" | "name"> & {
  id?: string;
  value?: string;
};

/** The box alone, for use inside a label of one's own. */
export function CheckboxBox({ checked, onChange, disabled, name, id, value }: BoxProps) {
  return (
    <span className="relative mt-px grid size-4 flex-none place-items-center">
      <input
        type="checkbox"
        id={id}
        checked={checked}
        disabled={disabled}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.checked)}
        className="peer absolute inset-0 size-4 appearance-none rounded border border-line-field bg-surface checked:border-accent checked:bg-accent"
      />
      <Check className="pointer-events-none relative hidden size-3 stroke-3 text-text-on-accent peer-checked:block" />
    </span>
  );
}
