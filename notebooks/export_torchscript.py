"""The older way: writes a PyTorch network as a TorchScript file that returns every stage, for TorchScriptNetwork of Metamers. export_network.py writes ONNX, which needs no list of stages. Edit the first lines, run it once."""
import json, torch, torchvision

network = torchvision.models.alexnet(weights="DEFAULT")                          # yours, with its weights
stages = ["features.1", "features.4", "features.11", "classifier.2"]             # names of its parts, in the order in which they run; the second run of a part is "layer1.0.relu-2"
about = dict(name="MyAlexNet", shape=[3, 224, 224], range=[0, 1], mean=[0.485, 0.456, 0.406], deviation=[0.229, 0.224, 0.225])
# For sounds: shape=[16000], range=[-1, 1], mean=[0], deviation=[1], sampling_rate=16000
path = "my_network.pt"

class EveryStage(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.network, self.found, self.runs = network, {}, {}
        for part in dict.fromkeys(map(part_of, stages)):
            module = network.get_submodule(part)
            if isinstance(module, torch.nn.ReLU):  # what enters the ReLU: the reader applies it, with the gradient that it needs
                module.register_forward_pre_hook(lambda _, x, part=part: self.keep(part, x[0]))
            else:
                module.register_forward_hook(lambda _, x, y, part=part: self.keep(part, y))

    def keep(self, part, x):
        self.runs[part] = self.runs.get(part, 0) + 1
        name = f"{part}-{self.runs[part]}"
        name = name if name in stages else part
        if name in stages and name not in self.found:
            self.found[name] = one_tensor(f"The part {part}", x).clone()

    def forward(self, x):
        self.found.clear(); self.runs.clear()
        final = one_tensor("The network", self.network(x))
        return (*(self.found[name] for name in stages), final)

def part_of(name):
    parts = dict(network.named_modules())
    part = name if name in parts else name.rpartition("-")[0]
    return part if part and part in parts else stop(f"There is no part {name}. The parts are: {', '.join(filter(None, parts))}.")

def one_tensor(what, x):
    ok = isinstance(x, torch.Tensor) and x.dtype == torch.float32
    kind = f"{x.dtype} values" if isinstance(x, torch.Tensor) else f"a {type(x).__name__}"
    return x if ok else stop(f"{what} returns {kind}; one float32 tensor is needed. Wrap it, so that its forward returns the tensor that is meant, or name another part.")

def stop(message):
    raise SystemExit(f"{message} Nothing was written.")

network = network.eval().float().cpu()
every = EveryStage().eval()
try:
    every(torch.rand(2, *about["shape"]))
except KeyError:
    pass  # a stage that did not run: told below
for name in stages:
    runs = every.runs.get(part_of(name), 0)
    if name == part_of(name) and runs > 1:
        stop(f"{name} runs {runs} times in a pass, so it is not clear which of its outputs is meant. Name one, from {name}-1 to {name}-{runs}.")
    if name not in every.found:
        stop(f"{name} does not run in a pass" + (f": {part_of(name)} runs {runs} times." if runs else "."))
if list(every.found) != list(stages):
    stop(f"The stages run in another order. Name them in this one: {json.dumps(list(every.found))}.")
traced = torch.jit.trace(every, torch.rand(2, *about["shape"]), check_trace=False)
relu = [isinstance(network.get_submodule(part_of(name)), torch.nn.ReLU) for name in stages]
about["stages"] = [dict(name=n, relu=r) for n, r in zip(stages + ["final"], relu + [False])]
torch.jit.save(traced, path, _extra_files={"stages.json": json.dumps(about)})
