import { Component } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

const Crashed = ({ retry }: { readonly retry: () => void }) => {
  const { t } = useTranslation('common');
  return (
    <div role="alert" style={{ height: '100%' }}>
      <EmptyState title={t('crash.title')} detail={t('crash.detail')}>
        <Button variant="primary" onClick={retry}>
          {t('crash.retry')}
        </Button>
        <Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>
      </EmptyState>
    </div>
  );
};

type Props = { readonly children: ReactNode };
type State = { readonly failed: boolean };

/** Keeps a fault in one part of the screen from taking the rest along. A class, because React offers no other way. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  readonly #retry = (): void => this.setState({ failed: false });

  override render(): ReactNode {
    return this.state.failed ? <Crashed retry={this.#retry} /> : this.props.children;
  }
}
