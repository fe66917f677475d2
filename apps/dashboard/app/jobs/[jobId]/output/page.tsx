import { OutputView } from '#features/output/output-view.tsx';

export default function OutputPage() {
  return <OutputView />;
}
