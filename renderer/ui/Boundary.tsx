import { Component } from 'react';
import type { ReactNode } from 'react';

/** How long after a fault a part is drawn again by itself: what it could not show may have changed. */
const AGAIN_AFTER_MS = 5000;

type Props = {
  /** What stands in its place; `retry` draws it again. */
  readonly renderFallback: (retry: () => void) => ReactNode;
  /** Draws it again by itself; without it only `retry` does. */
  readonly again?: boolean;
  readonly children: ReactNode;
};
type State = { readonly failed: boolean };

/** Keeps a fault in one part of the screen from taking the rest along. A class, because React offers no other way. */
export class Boundary extends Component<Props, State> {
  override state: State = { failed: false };
  #timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override componentDidCatch(): void {
    clearTimeout(this.#timer);
    if (this.props.again === true) this.#timer = setTimeout(this.#retry, AGAIN_AFTER_MS);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
  }

  readonly #retry = (): void => this.setState({ failed: false });

  override render(): ReactNode {
    return this.state.failed ? this.props.renderFallback(this.#retry) : this.props.children;
  }
}
