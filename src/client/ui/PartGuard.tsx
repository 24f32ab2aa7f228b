import { Component, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { isMissingPart } from '../pwa/missingParts.ts';
import { MissingScreen } from './MissingScreen.tsx';

interface Props {
  readonly path: string;
  readonly children: ReactNode;
}

interface State {
  readonly error?: unknown;
}

class Guard extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override componentDidUpdate(before: Props): void {
    if (before.path !== this.props.path && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (!isMissingPart(error)) throw error;
    return <MissingScreen back={history.length > 1 ? () => history.back() : undefined} />;
  }
}

/** The place of a screen inside its frame: a screen that is not on the device yet says so there, and the frame leads to the others. */
export function PartGuard({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  return <Guard path={pathname}>{children}</Guard>;
}
