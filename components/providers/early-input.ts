/**
 * Keeps what a person does before the page's script has taken over, and does it again then: typed text would be
 * overwritten by the empty state of the form, a click would do nothing, a form would send its fields into the address.
 * Its text is put into the page as it stands, so it uses nothing from outside itself.
 */
export function earlyInput(): void {
  const AGAIN_MS = 40;
  const PATIENCE_MS = 10_000;
  const CONTROLS = "button, [role=button], [role=checkbox], [role=radio], [role=switch], [role=tab]";
  const typed = new Map<HTMLInputElement, string>();
  let pressed: { control: HTMLElement; at: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isLive = (element: Element) => Object.keys(element).some((key) => key.startsWith("__reactProps$"));

  function retype(element: HTMLInputElement, value: string): void {
    // React believes an input only whose value differs from the one it saw set.
    element.value = value === "" ? " " : "";
    const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value");
    own?.set?.call(element, value);
    element.dispatchEvent(new Event("input", { bubbles: true }));
    if (element.tagName === "SELECT") element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function again(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [element, value] of typed) {
      if (element.isConnected && !isLive(element)) continue;
      typed.delete(element);
      if (element.isConnected) retype(element, value);
    }
    if (pressed && (!pressed.control.isConnected || Date.now() - pressed.at > PATIENCE_MS)) pressed = null;
    if (pressed && typed.size === 0 && isLive(pressed.control)) {
      const { control } = pressed;
      pressed = null;
      control.click();
    }
    if (typed.size > 0 || pressed) timer = setTimeout(again, AGAIN_MS);
  }

  const later = () => {
    timer ??= setTimeout(again, AGAIN_MS);
  };

  function onInput(event: Event): void {
    const element = event.target as HTMLInputElement;
    if (isLive(element)) return void typed.delete(element);
    if (element.type === "checkbox" || element.type === "radio" || element.type === "file") return;
    typed.set(element, element.value);
    later();
  }

  function onClick(event: Event): void {
    const control = (event.target as Element).closest<HTMLElement>(CONTROLS);
    if (!control || isLive(control)) return;
    // React may have taken it over for this very click: then it has been done.
    setTimeout(() => {
      if (isLive(control) || !control.isConnected) return;
      pressed = { control, at: Date.now() };
      later();
    });
  }

  function onSubmit(event: Event): void {
    const form = event.target as HTMLFormElement;
    if (!form.hasAttribute("action") && !isLive(form)) event.preventDefault();
  }

  document.addEventListener("input", onInput, true);
  document.addEventListener("click", onClick, true);
  document.addEventListener("submit", onSubmit, true);
}
