"""Client of an emergence-law service. Its words are those of the API; see src/docs/python.md."""

from .client import Client
from .problems import Problem, Unreachable
from .resources import Fit, Forecast, Job, LockedForecast, Study

__all__ = ["Client", "Fit", "Forecast", "Job", "LockedForecast", "Problem", "Study", "Unreachable"]
__version__ = "0.2.0.dev0"
