"""Makes the files of expected_more.json beside this script, with PyTorch 1.13 (Debian's python3-torch).

They are what people really save: objects of many classes beside the weights, other pickle protocols, shared, expanded
and complex tensors, parameters with attributes; and weights of kinds that must be refused.
"""
import argparse, collections, datetime, json, pathlib, types
import numpy, torch
from torch import nn

here = pathlib.Path(__file__).parent
expected = {}


def describe(tensor):
    tensor = tensor.detach()
    flat = tensor.reshape(-1)
    wide = flat.to(torch.complex128 if tensor.is_complex() else torch.float64)
    total = complex(wide.sum())
    return {
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "sum": total.real,
        "imaginary_sum": total.imag,
    }


def save(name, value, weights=None, note=None, **options):
    torch.save(value, here / name, **options)
    expected[name] = {"note": note} if note else {"tensors": {k: describe(v) for k, v in weights.items()}}


class Unknown:
    def __init__(self):
        self.settings = {"a": [1, 2]}
        self.tensor = torch.ones(2)


# A training checkpoint with all that is attached to one; the class Unknown exists nowhere else.
torch.manual_seed(0)
net = nn.Linear(3, 2)
optimizer = torch.optim.Adam(net.parameters())
net(torch.ones(1, 3)).sum().backward()
optimizer.step()
extras = {
    "optimizer": optimizer.state_dict(),
    "optimizer_object": optimizer,
    "args": argparse.Namespace(lr=0.1, path=pathlib.PurePosixPath("/tmp"), when=datetime.date(2023, 10, 16)),
    "best_acc1": torch.tensor(76.5),
    "history": collections.defaultdict(list, {"loss": [1.0, 0.5]}),
    "numbers": numpy.arange(6.0).reshape(2, 3),
    "number": numpy.float64(0.5),
    "large": 2**80,
    "negative": -(2**40),
    "bytes": b"\x00\x01",
    "set": {1, 2},
    "frozen": frozenset({3}),
    "complex": 1 + 2j,
    "unknown": Unknown(),
    "function": types.SimpleNamespace,
    "module": nn.Dropout(),
    "shape": torch.Size([2, 3]),
    "device": torch.device("cpu"),
    "dtype": torch.float16,
    "none": None,
}
wrapped = {f"module.{k}": v for k, v in net.state_dict().items()}
for protocol in 2, 3, 4, 5:
    save(f"objects_protocol{protocol}.pt", {"epoch": 3, **extras, "state_dict": wrapped}, net.state_dict(), pickle_protocol=protocol)
save("objects_legacy.pt", {"epoch": 3, **extras, "state_dict": wrapped}, net.state_dict(), _use_new_zipfile_serialization=False)

# Loose weights at the top, objects beside them.
save("loose.pt", {**net.state_dict(), "args": argparse.Namespace(lr=1), "epoch": 1}, net.state_dict())

# The wrapper of the robustness library: normaliser and a second copy of the network beside it.
robust = {
    "module.normalizer.new_mean": torch.zeros(3, 1, 1),
    "module.normalizer.new_std": torch.ones(3, 1, 1),
    **{f"module.model.{k}": v for k, v in net.state_dict().items()},
    **{f"module.attacker.model.{k}": v for k, v in net.state_dict().items()},
}
save("robustness_wrapper.pt", {"model": robust, "epoch": 1}, net.state_dict())

# Shared, expanded, overlapping, complex and parameters with attributes.
base = torch.arange(12.0)
odd = {
    "whole": base,
    "tail": base[8:],
    "tied": base,
    "expanded": base[:3].expand(4, 3),
    "windows": base.unfold(0, 4, 2),
    "every_third": base[1::3],
    "complex64": torch.complex(base, -base).reshape(3, 4),
    "complex128": torch.complex(base.double(), 2 * base.double())[::2],
    "int8": torch.arange(-6, 6, dtype=torch.int8),
    "int16": torch.arange(-600, 600, 100, dtype=torch.int16),
    "int32": torch.arange(-6, 6, dtype=torch.int32) * 100000,
}
parameter = nn.Parameter(base.reshape(3, 4).t())
parameter.note = "an attribute"
odd["parameter"] = parameter
save("shared.pt", odd, odd)
save("shared_legacy.pt", odd, odd, _use_new_zipfile_serialization=False)

# Refused, naming why.
weight = torch.arange(6.0).reshape(2, 3)
save("refused_quantised.pt", {"weight": torch.quantize_per_tensor(weight, 0.1, 0, torch.qint8)}, note="quantised")
save("refused_sparse.pt", {"state_dict": {"weight": weight.to_sparse()}}, note="torch._utils._rebuild_sparse_tensor")
save("refused_unknown_weight.pt", {"state_dict": {"weight": Unknown()}}, note="__main__.Unknown")
save("refused_tensor.pt", weight, note="a single tensor")
save("refused_list.pt", [weight], note="is not a dictionary")
save("refused_no_weights.pt", {"epoch": 3, "arch": "resnet50"}, note="epoch, arch")
save("refused_model_object.pt", {"model": net, "epoch": 1}, note="torch.nn.modules.linear.Linear")
save("refused_model_object_legacy.pt", net, note="torch.nn.modules.linear.Linear", _use_new_zipfile_serialization=False)
torch.jit.save(torch.jit.trace(net, torch.ones(1, 3)), str(here / "refused_torchscript.pt"))
expected["refused_torchscript.pt"] = {"note": "TorchScript"}

(here / "expected_more.json").write_text(json.dumps({"torch": torch.__version__, "files": expected}, indent=1) + "\n")
