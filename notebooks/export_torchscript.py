"""The older way: writes a PyTorch network as a TorchScript file that returns every stage, for TorchScriptNetwork of Metamers. export_network.py writes ONNX, which needs no list of stages. Edit the first lines, run it once."""
import json, torch, torchvision

network = torchvision.models.alexnet(weights="DEFAULT").eval()                   # yours, with its weights, in evaluation mode
stages = ["features.1", "features.4", "features.11", "classifier.2"]             # names of its parts, in the order in which they run
about = dict(name="MyAlexNet", shape=[3, 224, 224], range=[0, 1], mean=[0.485, 0.456, 0.406], deviation=[0.229, 0.224, 0.225])
path = "my_network.pt"

class EveryStage(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.network, self.found = network, {}
        for name in stages:
            part = network.get_submodule(name)
            if isinstance(part, torch.nn.ReLU):  # what enters the ReLU: the reader applies it, with the gradient that it needs
                part.register_forward_pre_hook(lambda _, x, name=name: self.keep(name, x[0]))
            else:
                part.register_forward_hook(lambda _, x, y, name=name: self.keep(name, y))

    def keep(self, name, x):
        self.found.setdefault(name, x.clone())

    def forward(self, x):
        self.found.clear()
        final = self.network(x)
        return (*(self.found[name] for name in stages), final)

traced = torch.jit.trace(EveryStage().eval(), torch.rand(2, *about["shape"]), check_trace=False)
relu = [isinstance(network.get_submodule(name), torch.nn.ReLU) for name in stages]
about["stages"] = [dict(name=n, relu=r) for n, r in zip(stages + ["final"], relu + [False])]
torch.jit.save(traced, path, _extra_files={"stages.json": json.dumps(about)})
