"""The guide as data: phases, questions, catalogue of measures, examples and glossary. No tables."""
