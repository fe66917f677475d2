'use client';

import { Modal } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

/** A modal dialog that is there as long as it is rendered. When it goes, the focus is where it was before. */
export function Dialog(props: { readonly title: string; readonly onClose: () => void; readonly children: ReactNode }) {
  const [opener] = useState(openerInFocus);
  useEffect(
    () => () => {
      if (opener?.isConnected === true) opener.focus();
    },
    [opener],
  );
  return (
    <Modal opened onClose={props.onClose} title={props.title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {props.children}
    </Modal>
  );
}

/** What opened the dialog: the element in focus, or the button of its menu, which closes. */
function openerInFocus(): HTMLElement | null {
  if (typeof document === 'undefined') return null;
  const menu = document.activeElement?.closest('[role="menu"]')?.id;
  const element = menu === undefined ? document.activeElement : document.querySelector(`[aria-controls="${menu}"]`);
  return element instanceof HTMLElement ? element : null;
}
