import { statSync } from 'node:fs';
import { StartError } from '#server/platform/start-error.ts';

/** Explains why the data folder cannot be used, with the command that fixes it. @param code the system's error code */
export function folderFault(dataDir: string, code: string): StartError {
  return new StartError(sentence(dataDir, code));
}

function sentence(dataDir: string, code: string): string {
  const folder = `The data folder ${dataDir}`;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${folder} cannot be written to by ${whoWeAre()}${whoseItIs(dataDir)}. Fix it with: ${ownerCommand(dataDir)}`;
    case 'EROFS':
      return `${folder} is on a read-only file system. Mount it writable (docker run --volume sotto-data:${dataDir}), or set SOTTO_DATA_DIR.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${folder} cannot be created, because a file has its name. Set SOTTO_DATA_DIR to a folder, or move the file: mv ${dataDir} ${dataDir}.old`;
    case 'ENOSPC':
      return `There is no space left for ${dataDir}. Check with: df -h ${dataDir} (and for the number of files: df -i ${dataDir})`;
    case 'EDQUOT':
      return `The disk quota of ${whoWeAre()} is used up, so there is no space left for ${dataDir}. Check with: quota -s`;
    case 'EFBIG':
      return `Files in ${dataDir} cannot grow as large as Sotto needs. Check the limit with: ulimit -f`;
    case 'EMFILE':
    case 'ENFILE':
      return `No more files can be opened (${code}). Check the limits with: ulimit -n; sysctl fs.file-max`;
    case 'EIO':
      return `The disk of ${dataDir} reports errors (EIO). Its contents may be damaged: check dmesg, and make a copy before you continue.`;
    default:
      return `${folder} cannot be used (${code}). Try as this user: mkdir -p ${dataDir} && touch ${dataDir}/x && rm ${dataDir}/x`;
  }
}

const userId = (): number | undefined => process.getuid?.();
const whoWeAre = (): string => (userId() === undefined ? 'this user' : `user ${userId()}`);

function whoseItIs(dataDir: string): string {
  try {
    return ` (it belongs to user ${statSync(dataDir).uid})`;
  } catch {
    return '';
  }
}

function ownerCommand(dataDir: string): string {
  const [user, group] = [userId(), process.getgid?.()];
  if (user === undefined) return `mkdir ${dataDir}`;
  return `mkdir -p ${dataDir} && chown -R ${user}:${group ?? user} ${dataDir}`;
}
