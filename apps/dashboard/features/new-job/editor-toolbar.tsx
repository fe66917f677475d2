'use client';

import { Button, Menu } from '@mantine/core';
import { IconBook2, IconChevronDown, IconIndentIncrease } from '@tabler/icons-react';
import { samples } from '#data/samples.ts';
import { specToText } from '#data/spec-text.ts';
import styles from './new-job.module.css';

export function EditorToolbar({
  onSample,
  onFormat,
}: {
  readonly onSample: (text: string) => void;
  readonly onFormat: () => void;
}) {
  return (
    <>
      <Menu position="bottom-end" width={340}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBook2 size={14} />} rightSection={<IconChevronDown size={13} />}>
            Samples
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {samples.map(({ id, title, description, spec }) => (
            <Menu.Item key={id} onClick={() => onSample(specToText(spec))}>
              {title}
              <span className={styles.sampleText}>{description}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" leftSection={<IconIndentIncrease size={14} />} onClick={onFormat}>
        Format
      </Button>
    </>
  );
}
