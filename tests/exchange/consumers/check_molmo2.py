"""Reads our Molmo 2 exports the way a trainer does. Not part of the tests; its result is recorded beside it.

    node tests/exchange/consumers/make-sample.ts /tmp/sample
    python check_molmo2.py /tmp/sample /path/to/allenai-molmo2 > check_molmo2.result.json

Needs pyarrow and datasets, and a checkout of github allenai/molmo2 (f3cb108), whose own loader classes are run:
what they drop, how they re-time points, and the text their formatter makes of a track. Modules of theirs that need
a GPU stack are replaced by the few names the loaders use.
"""

import glob
import json
import math
import os
import sys
import tempfile
import types

os.environ["MOLMO_DATA_DIR"] = tempfile.mkdtemp()
os.environ["HF_HOME"] = tempfile.mkdtemp()  # Before the import: no cache of an earlier run.

import datasets
import pyarrow
import pyarrow.parquet

sample, checkout = sys.argv[1:3]
datasets.disable_progress_bars()


def stub(name, **names):
    module = types.ModuleType(name)
    module.__dict__.update(names)
    sys.modules[name] = module


sys.path.insert(0, checkout)
stub("olmo.util", set_example_style=lambda ex, style: dict(ex, style=style), split_into_groups=None,
     flatten_list=lambda xs: [x for ys in xs for x in ys], parse_timestamp=float)
stub("olmo.data.utils", make_random_state=None, maybe_download_and_unzip=None, maybe_download_file=None)
sys.modules.setdefault("cv2", types.ModuleType("cv2"))
from olmo.data import academic_video_track_datasets as tracking
from olmo.data import molmo2_datasets as pointing
from olmo.preprocessing.point_formatter import UnifiedPointFormatter

result = {"pyarrow": pyarrow.__version__, "datasets": datasets.__version__}

POINTS = datasets.Features({
    "video_id": datasets.Value("string"), "video_source": datasets.Value("string"),
    "video_duration": datasets.Value("float64"), "clip_start": datasets.Value("float64"),
    "clip_end": datasets.Value("float64"), "category": datasets.Value("string"), "label": datasets.Value("string"),
    "question": datasets.Value("string"), "count": datasets.Value("int64"),
    "two_fps_timestamps": datasets.List(datasets.Value("float64")),
    "points": datasets.List(datasets.List({"x": datasets.Value("float64"), "y": datasets.Value("float64")})),
    "annotator_unsure": datasets.Value("bool"), "raw_frames": datasets.List(datasets.Value("int64")),
    "raw_timestamps": datasets.List(datasets.Value("float64")),
})
TRAJECTORY = datasets.List({
    "frame": datasets.Value("int64"), "time": datasets.Value("float64"),
    "points": datasets.List({"id": datasets.Value("int64"), "point": datasets.List(datasets.Value("float64")),
                             "occluded": datasets.Value("bool")}),
})


def configs(folder):
    return sorted(datasets.get_dataset_config_names(folder))


def check_same_as_jsonl(folder, config):
    name = config.replace(" ", "-")
    rows = pyarrow.parquet.read_table(f"{folder}/{name}/train.parquet").to_pylist()
    lines = [json.loads(line) for line in open(f"{folder}/{name}/train.jsonl", encoding="utf8")]
    assert rows == lines, (folder, config)


def points(name):
    folder = f"{sample}/{name}"
    total = 0

    class Ours(pointing.Molmo2VideoPoint):
        HF_SOURCE = folder
        HF_CONFIGS = configs(folder)
        LOCAL_NAME = name
        VIDEO_DIR = folder

    for config in Ours.HF_CONFIGS:
        check_same_as_jsonl(folder, config)
        rows = datasets.load_dataset(folder, config, split="train")
        assert rows.features == POINTS, rows.features
        total += len(rows)
        for row in rows:
            assert row["count"] == sum(map(len, row["points"]))
            # An encoder's work: the loader wants the file to be there.
            where = row["video_id"] if "/" not in row["video_id"] else None
            path = f"{folder}/generated_videos/{where}_2fps.mp4"
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "a").close()
    Ours.download()
    loaded = Ours("train", max_points=60)
    # Our preflight names each row that their loader drops.
    named = json.load(open(f"{folder}/manifest.json"))["problems"].get("dropped", 0)
    assert total - len(loaded.data) == named, (total, len(loaded.data), named)
    times = sorted({t for ex in loaded.data for t in ex["timestamps"]})
    assert all(t * 2 == math.floor(t * 2) for t in times)
    biggest = max((c for ex in loaded.data for f in ex["points"] for p in f for c in p.values()), default=0)
    first = next(ex for ex in loaded.data if ex["count"] > 0)
    result[name] = {"configs": Ours.HF_CONFIGS, "rows": total, "loaded": len(loaded.data), "named_as_dropped": named,
                    "largest_percent": biggest,
                    "first": {k: first[k] for k in ("label", "count", "points", "timestamps")}}


def tracks(name):
    folder = f"{sample}/{name}"
    out = result[name] = {}
    for task in configs(folder):
        check_same_as_jsonl(folder, task)

        class Ours(tracking.TrackingDataset):
            HF_SOURCE = folder
            DATASET_NAME = name
            VIDEO_HOME = folder
            TASKS = [task]
            SPLIT_MAP = {"train": "train"}

        rows = datasets.load_dataset(folder, task, split="train")
        assert rows.features["frame_trajectories"] == TRAJECTORY, rows.features
        Ours._load_all_dataset_and_fps()
        loaded = Ours("train", task)
        assert len(loaded) == len(rows), (len(loaded), len(rows))
        frames = 0
        for row, i in zip(rows, range(len(loaded))):
            example = loaded.get(i, None)
            seen = {str(p["id"]) for f in row["frame_trajectories"] for p in f["points"]}
            assert seen == set(row["mask_id"]), row["id"]
            got = example["message_list"][0]["points"]
            assert len(got) == len(row["frame_trajectories"])
            for frame in got:
                frames += 1
                assert frame["time"] == frame["frame"] / row["fps"]
                assert frame["frame"] < row["n_frames"]
                assert len(frame["points"]) > 0
                for point in frame["points"].values():
                    assert 0 <= point["point"][0] <= row["width"] and 0 <= point["point"][1] <= row["height"]
            copies = [p.removeprefix(folder + "/") for p in glob.glob(f"{folder}/index-maps/*.json")]
            if copies:
                index = json.load(open(f"{folder}/index-maps/{row['video']}.json"))
                assert example["video"] == f"{folder}/{index['copy']}"
                assert len(index["sourceFrames"]) == row["n_frames"] and index["fps"] == row["fps"]
        first = loaded.get(0, None)["message_list"][0]
        text = UnifiedPointFormatter.build_for_format("html-v1").format_video_tracks(
            first["points"], (first["width"], first["height"]), first["label"])
        out[task] = {"rows": len(rows), "loaded": len(loaded), "frames": frames, "first_text": text[:160]}


points("points-copy")
points("points-source")
tracks("tracks-copy")
tracks("tracks-source")
print(json.dumps(result, indent=2, ensure_ascii=False))
