import { Film } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { assetPaths } from '#api/asset-paths.ts';
import { backgroundStore, wantThumbnail } from '../state/background.ts';

/** A video's picture; one that is missing is made in the background and shown when it is there. */
export function Thumbnail({ videoId }: { videoId: string }) {
  const version = useStore(backgroundStore, (state) => state.thumbnailVersions.get(videoId) ?? 0);
  const [failedVersion, setFailedVersion] = useState(-1);
  if (failedVersion === version) {
    return (
      <span className="no-thumbnail">
        <Film size={18} aria-hidden />
      </span>
    );
  }
  return (
    <img
      src={`${assetPaths.thumbnail(videoId)}?v=${version}`}
      alt=""
      loading="lazy"
      onError={() => {
        setFailedVersion(version);
        wantThumbnail(videoId);
      }}
    />
  );
}
