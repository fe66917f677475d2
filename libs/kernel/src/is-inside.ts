/** Whether an absolute path is that folder, or lies below it. Both are normalized, without a slash at the end; links are not followed. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
